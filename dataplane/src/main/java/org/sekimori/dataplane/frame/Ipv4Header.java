package org.sekimori.dataplane.frame;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.Reason;

/**
 * The IPv4 header (RFC 791 §3.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+-------------------------------+
 * |version|  IHL  |      TOS      |         total length          |  0
 * +-------+-------+---------------+-----+-------------------------+
 * |        identification         |flags|     fragment offset     |  4
 * +---------------+---------------+-----+-------------------------+
 * | time to live  |   protocol    |        header checksum        |  8
 * +---------------+---------------+-------------------------------+
 * |                        source address                         | 12
 * +---------------------------------------------------------------+
 * |                      destination address                      | 16
 * +---------------------------------------------------------------+
 * |             options, IHL says how many words                  | 20
 * </pre>
 *
 * Every accessor but {@link #check} trusts that {@link #check} has found nothing wrong at that offset.
 */
final class Ipv4Header {
    static final int MIN_LENGTH = 20;

    private static final int IHL_OFFSET = 0;
    private static final int TOTAL_LENGTH_OFFSET = 2;
    private static final int FRAGMENT_OFFSET = 6;
    private static final int PROTOCOL_OFFSET = 9;
    private static final int SOURCE_OFFSET = 12;
    private static final int DESTINATION_OFFSET = 16;

    private static final int IHL_MASK = 0x0F;
    private static final int WORD_SHIFT = 2;
    private static final int LENGTH_MASK = 0xFFFF;
    private static final int FRAGMENT_OFFSET_MASK = 0x1FFF;
    private static final int BYTE_MASK = 0xFF;

    private Ipv4Header() {}

    /** What is wrong with the header at that offset, in a frame of which {@code wireLength} bytes were sent. */
    static Reason check(UnsafeBuffer frame, int offset, int wireLength) {
        final int captured = frame.capacity() - offset;
        if (captured > 0 && IpVersion.of(frame, offset) != IpVersion.V4) {
            return Reason.MALFORMED_IP_VERSION;
        }
        if (captured < MIN_LENGTH) {
            return Reason.MALFORMED_IPV4_HEADER;
        }
        final int headerLength = headerLength(frame, offset);
        if (headerLength < MIN_LENGTH || headerLength > captured) {
            return Reason.MALFORMED_IPV4_HEADER;
        }
        final int packetLength = packetLength(frame, offset, wireLength);
        if (packetLength < headerLength || packetLength > wireLength - offset) {
            return Reason.MALFORMED_IPV4_LENGTH;
        }
        return Reason.NONE;
    }

    /** Bytes of the header, options included. */
    static int headerLength(UnsafeBuffer frame, int offset) {
        return (frame.getByte(offset + IHL_OFFSET) & IHL_MASK) << WORD_SHIFT;
    }

    /**
     * Bytes of the packet, header included. A total length of 0 is what a capture shows of a super-frame whose sender
     * leaves cutting to the card: such a packet goes to the end of the frame.
     */
    static int packetLength(UnsafeBuffer frame, int offset, int wireLength) {
        final int totalLength = frame.getShort(offset + TOTAL_LENGTH_OFFSET, BIG_ENDIAN) & LENGTH_MASK;
        return totalLength == 0 ? wireLength - offset : totalLength;
    }

    /** Whether the packet is a fragment other than the first, and so has no transport header. */
    static boolean isLaterFragment(UnsafeBuffer frame, int offset) {
        return (frame.getShort(offset + FRAGMENT_OFFSET, BIG_ENDIAN) & FRAGMENT_OFFSET_MASK) != 0;
    }

    /** One of {@link IpProtocols}, or any other number. */
    static int protocol(UnsafeBuffer frame, int offset) {
        return frame.getByte(offset + PROTOCOL_OFFSET) & BYTE_MASK;
    }

    static int source(UnsafeBuffer frame, int offset) {
        return frame.getInt(offset + SOURCE_OFFSET, BIG_ENDIAN);
    }

    static int destination(UnsafeBuffer frame, int offset) {
        return frame.getInt(offset + DESTINATION_OFFSET, BIG_ENDIAN);
    }
}
