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
        assert holds(frame, offset, Byte.BYTES);
        return UnsafeApi.getByte(frame.byteArray(), frame.addressOffset() + offset) & BYTE_MASK;
    }

    /** The 16 bits at that offset, 0 to 65535. */
    static int uint16(UnsafeBuffer frame, int offset) {
        assert holds(frame, offset, Short.BYTES);
        short bits = UnsafeApi.getShort(frame.byteArray(), frame.addressOffset() + offset);
        return (IS_REVERSED ? Short.reverseBytes(bits) : bits) & SHORT_MASK;
    }

    /** The 32 bits at that offset. */
    static int int32(UnsafeBuffer frame, int offset) {
        assert holds(frame, offset, Integer.BYTES);
        int bits = UnsafeApi.getInt(frame.byteArray(), frame.addressOffset() + offset);
        return IS_REVERSED ? Integer.reverseBytes(bits) : bits;
    }

    /** The 64 bits at that offset. */
    static long int64(UnsafeBuffer frame, int offset) {
        assert holds(frame, offset, Long.BYTES);
        long bits = UnsafeApi.getLong(frame.byteArray(), frame.addressOffset() + offset);
        return IS_REVERSED ? Long.reverseBytes(bits) : bits;
    }

    private static boolean holds(UnsafeBuffer frame, int offset, int length) {
        return offset >= 0 && length <= frame.capacity() - offset;
    }
}
