package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.Reason;

/**
 * The IPv6 header (RFC 8200 §3), read as 64-bit words: few reads are fast reads.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+---------------+---------------------------------------+
 * |version| traffic class |              flow label               |  0  first word
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
 */
final class Ipv6Header {
    static final int VERSION = 6;
    static final int LENGTH = 40;
    /** Where the source address ends. */
    static final int SOURCE_END = 24;

    private static final int SOURCE_OFFSET = 8;
    private static final int DESTINATION_OFFSET = 24;

    private static final int VERSION_SHIFT = 60;
    private static final int PAYLOAD_LENGTH_SHIFT = 16;
    private static final int PAYLOAD_LENGTH_MASK = 0xFFFF;
    private static final int NEXT_HEADER_SHIFT = 8;
    private static final int NEXT_HEADER_MASK = 0xFF;

    private Ipv6Header() {}

    static long firstWord(UnsafeBuffer frame, int offset) {
        return FrameBytes.int64(frame, offset);
    }

    /** What is wrong with a header that is all there, with {@code sent} bytes on the wire from its first on. */
    static Reason check(long firstWord, int sent) {
        if ((int) (firstWord >>> VERSION_SHIFT) != VERSION) {
            return Reason.MALFORMED_IP_VERSION;
        }
        return packetLength(firstWord, sent) > sent ? Reason.MALFORMED_IPV6_LENGTH : Reason.NONE;
    }

    /**
     * Bytes of the packet, header included. A payload length of 0 means a jumbogram (RFC 2675) or a super-frame whose
     * sender leaves cutting to the card: either goes to the end of what was sent.
     */
    static int packetLength(long firstWord, int sent) {
        int payloadLength = (int) (firstWord >>> PAYLOAD_LENGTH_SHIFT) & PAYLOAD_LENGTH_MASK;
        return payloadLength == 0 ? sent : LENGTH + payloadLength;
    }

    /** An extension header's number, or the transport protocol's: one of {@link IpProtocols}, or any other number. */
    static int nextHeader(long firstWord) {
        return (int) (firstWord >>> NEXT_HEADER_SHIFT) & NEXT_HEADER_MASK;
    }

    static long sourceHigh(UnsafeBuffer frame, int offset) {
        return FrameBytes.int64(frame, offset + SOURCE_OFFSET);
    }

    static long sourceLow(UnsafeBuffer frame, int offset) {
        return FrameBytes.int64(frame, offset + SOURCE_OFFSET + Long.BYTES);
    }

    static long destinationHigh(UnsafeBuffer frame, int offset) {
        return FrameBytes.int64(frame, offset + DESTINATION_OFFSET);
    }

    static long destinationLow(UnsafeBuffer frame, int offset) {
        return FrameBytes.int64(frame, offset + DESTINATION_OFFSET + Long.BYTES);
    }
}
