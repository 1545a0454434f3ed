package org.sekimori.dataplane.pcap;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * An interface of a pcapng file: what its frames begin with, and how its clock counts.
 *
 * @param snapLength longest captured part, 0 for no limit
 * @param resolution the {@code if_tsresol} byte: digits behind the decimal point, or with {@link #BINARY} behind the binary
 * @param offsetSeconds what is added to every time
 */
record PcapngInterface(int linkType, int snapLength, int resolution, long offsetSeconds) {
    private static final int BINARY = 0x80;
    private static final int MICROSECONDS = 6;
    private static final int NANOSECONDS = 9;
    /** More of them overflow 64 bits; a clock that fine never gets to a nanosecond. */
    private static final int MOST_DECIMALS = 18;

    private static final int MOST_BINARIES = 62;
    private static final int MOST_BINARIES_TIMES_NANOS = 33;
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long MOST_SECONDS = Long.MAX_VALUE / NANOS_PER_SECOND - 1;

    /** Reads the body of an interface block that is long enough for its fixed part; an option that is cut off is the last. */
    static PcapngInterface of(ByteBuffer body) {
        int linkType = Short.toUnsignedInt(body.getShort(0));
        int snapLength = body.getInt(PcapngDescriptor.SNAP_LENGTH_OFFSET);
        int resolution = MICROSECONDS;
        long offsetSeconds = 0;
        int at = PcapngDescriptor.INTERFACE_LENGTH;
        while (at + PcapngDescriptor.OPTION_HEADER_LENGTH <= body.limit()) {
            int code = Short.toUnsignedInt(body.getShort(at));
            int length = Short.toUnsignedInt(body.getShort(at + Short.BYTES));
            at += PcapngDescriptor.OPTION_HEADER_LENGTH;
            if (code == PcapngDescriptor.OPTION_END || length > body.limit() - at) {
                break;
            }
            if (code == PcapngDescriptor.OPTION_TIME_RESOLUTION && length == Byte.BYTES) {
                resolution = Byte.toUnsignedInt(body.get(at));
            } else if (code == PcapngDescriptor.OPTION_TIME_OFFSET && length == Long.BYTES) {
                offsetSeconds = body.getLong(at);
            }
            at += (length + PcapngDescriptor.ALIGNMENT - 1) / PcapngDescriptor.ALIGNMENT * PcapngDescriptor.ALIGNMENT;
        }
        return new PcapngInterface(linkType, snapLength, resolution, offsetSeconds);
    }

    /** Nanoseconds since 1970 of a clock's count; what 64 bits can't hold is the last time they can. */
    long toNanos(long count) {
        int digits = resolution & ~BINARY;
        return (resolution & BINARY) == 0 ? ofDecimal(count, digits) : ofBinary(count, digits);
    }

    private long ofDecimal(long count, int digits) {
        if (digits > MOST_DECIMALS) {
            return time(0, 0);
        }
        long perSecond = powerOfTen(digits);
        long rest = Long.remainderUnsigned(count, perSecond);
        long nanos = digits <= NANOSECONDS
                ? rest * powerOfTen(NANOSECONDS - digits)
                : rest / powerOfTen(digits - NANOSECONDS);
        return time(Long.divideUnsigned(count, perSecond), nanos);
    }

    private long ofBinary(long count, int digits) {
        if (digits > MOST_BINARIES) {
            return time(0, 0);
        }
        long rest = count & (1L << digits) - 1;
        int kept = Math.min(digits, MOST_BINARIES_TIMES_NANOS);
        return time(count >>> digits, (rest >>> digits - kept) * NANOS_PER_SECOND >>> kept);
    }

    private long time(long seconds, long nanos) {
        long all = seconds < 0 || seconds > MOST_SECONDS ? MOST_SECONDS : seconds;
        long shifted = Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, saturatingSum(all, offsetSeconds)));
        return shifted * NANOS_PER_SECOND + nanos;
    }

    private static long saturatingSum(long one, long other) {
        return Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, other)) + one;
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
