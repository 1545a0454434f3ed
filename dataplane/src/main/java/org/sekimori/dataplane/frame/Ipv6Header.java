package org.sekimori.dataplane.frame;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.Reason;

/**
 * The IPv6 header (RFC 8200 §3).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+---------------+---------------------------------------+
 * |version| traffic class |              flow label               |  0
 * +-------+---------------+-------+---------------+---------------+
 * |        payload length         |  next header  |   hop limit   |  4
 * +-------------------------------+---------------+---------------+
 * |                        source address                         |  8
 * |                          (16 bytes)                           |
 * +---------------------------------------------------------------+
 * |                      destination address                      | 24
 * |                          (16 bytes)                           |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * Every accessor but {@link #check} trusts that {@link #check} has found nothing wrong at that offset.
 */
final class Ipv6Header {
    static final int LENGTH = 40;

    private static final int PAYLOAD_LENGTH_OFFSET = 4;
    private static final int NEXT_HEADER_OFFSET = 6;
    private static final int SOURCE_OFFSET = 8;
    private static final int DESTINATION_OFFSET = 24;

    private static final int LENGTH_MASK = 0xFFFF;
    private static final int BYTE_MASK = 0xFF;

    private Ipv6Header() {}

    /** What is wrong with the header at that offset, in a frame of which {@code wireLength} bytes were sent. */
    static Reason check(UnsafeBuffer frame, int offset, int wireLength) {
        final int captured = frame.capacity() - offset;
        if (captured > 0 && IpVersion.of(frame, offset) != IpVersion.V6) {
            return Reason.MALFORMED_IP_VERSION;
        }
        if (captured < LENGTH) {
            return Reason.MALFORMED_IPV6_HEADER;
        }
        if (packetLength(frame, offset, wireLength) > wireLength - offset) {
            return Reason.MALFORMED_IPV6_LENGTH;
        }
        return Reason.NONE;
    }

    /**
     * Bytes of the packet, header included. A payload length of 0 means a jumbogram (RFC 2675) or a super-frame whose
     * sender leaves cutting to the card: either goes to the end of the frame.
     */
    static int packetLength(UnsafeBuffer frame, int offset, int wireLength) {
        final int payloadLength = frame.getShort(offset + PAYLOAD_LENGTH_OFFSET, BIG_ENDIAN) & LENGTH_MASK;
        return payloadLength == 0 ? wireLength - offset : LENGTH + payloadLength;
    }

    /** An extension header's number, or the transport protocol's: one of {@link IpProtocols}, or any other number. */
    static int nextHeader(UnsafeBuffer frame, int offset) {
        return frame.getByte(offset + NEXT_HEADER_OFFSET) & BYTE_MASK;
    }

    static long sourceHigh(UnsafeBuffer frame, int offset) {
        return frame.getLong(offset + SOURCE_OFFSET, BIG_ENDIAN);
    }

    static long sourceLow(UnsafeBuffer frame, int offset) {
        return frame.getLong(offset + SOURCE_OFFSET + Long.BYTES, BIG_ENDIAN);
    }

    static long destinationHigh(UnsafeBuffer frame, int offset) {
        return frame.getLong(offset + DESTINATION_OFFSET, BIG_ENDIAN);
    }

    static long destinationLow(UnsafeBuffer frame, int offset) {
        return frame.getLong(offset + DESTINATION_OFFSET + Long.BYTES, BIG_ENDIAN);
    }
}
