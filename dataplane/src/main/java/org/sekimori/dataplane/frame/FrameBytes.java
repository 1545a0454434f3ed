package org.sekimori.dataplane.frame;

import java.nio.ByteOrder;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a frame's fields, which are big-endian, without the check that {@link UnsafeBuffer} makes at every read: a
 * decoder checks a header once and then reads all of it. Assertions make that check all the same wherever they are on,
 * as they are in every test. All unchecked reads of this package are in this class.
 */
final class FrameBytes {
    private static final boolean IS_REVERSED = ByteOrder.nativeOrder() != ByteOrder.BIG_ENDIAN;
    private static final int BYTE_MASK = 0xFF;
    private static final int SHORT_MASK = 0xFFFF;

    private FrameBytes() {}

    /** The byte at that offset, 0 to 255. */
    static int uint8(UnsafeBuffer frame, int offset) {
        check(frame, offset, Byte.BYTES);
        return UnsafeApi.getByte(frame.byteArray(), frame.addressOffset() + offset) & BYTE_MASK;
    }

    /** The 16 bits at that offset, 0 to 65535. */
    static int uint16(UnsafeBuffer frame, int offset) {
        check(frame, offset, Short.BYTES);
        return bigEndian(UnsafeApi.getShort(frame.byteArray(), frame.addressOffset() + offset)) & SHORT_MASK;
    }

    /** The 32 bits at that offset. */
    static int int32(UnsafeBuffer frame, int offset) {
        check(frame, offset, Integer.BYTES);
        return bigEndian(UnsafeApi.getInt(frame.byteArray(), frame.addressOffset() + offset));
    }

    /** The 64 bits at that offset. */
    static long int64(UnsafeBuffer frame, int offset) {
        check(frame, offset, Long.BYTES);
        return bigEndian(UnsafeApi.getLong(frame.byteArray(), frame.addressOffset() + offset));
    }

    private static short bigEndian(short bits) {
        return IS_REVERSED ? Short.reverseBytes(bits) : bits;
    }

    private static int bigEndian(int bits) {
        return IS_REVERSED ? Integer.reverseBytes(bits) : bits;
    }

    private static long bigEndian(long bits) {
        return IS_REVERSED ? Long.reverseBytes(bits) : bits;
    }

    /** A method of its own: an assertion in each read would make the reads too large for the compiler to put in place. */
    private static void check(UnsafeBuffer frame, int offset, int length) {
        assert holds(frame, offset, length);
    }

    private static boolean holds(UnsafeBuffer frame, int offset, int length) {
        return offset >= 0 && length <= frame.capacity() - offset;
    }
}
