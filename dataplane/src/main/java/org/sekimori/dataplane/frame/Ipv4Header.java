package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.Reason;

/**
 * The IPv4 header (RFC 791 §3.1), read as 64-bit words: few reads are fast reads.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+-------------------------------+
 * |version|  IHL  |      TOS      |         total length          |  0  first word
 * +-------+-------+---------------+-----+-------------------------+
 * |        identification         |flags|     fragment offset     |  4
 * +---------------+---------------+-----+-------------------------+
 * | time to live  |   protocol    |        header checksum        |  8  second word
 * +---------------+---------------+-------------------------------+
 * |                        source address                         | 12
 * +---------------------------------------------------------------+
 * |                      destination address                      | 16
 * +---------------------------------------------------------------+
 * |             options, IHL says how many words                  | 20
 * </pre>
 */
final class Ipv4Header {
    static final int VERSION = 4;
    static final int MIN_LENGTH = 20;
    /** Where the source address ends. */
    static final int SOURCE_END = 16;

    private static final int SECOND_WORD_OFFSET = 8;
    private static final int DESTINATION_OFFSET = 16;

    private static final int VERSION_SHIFT = 60;
    /** Leaves the IHL times four, which is the header's length in bytes. */
    private static final int IHL_BYTES_SHIFT = 54;

    private static final int IHL_BYTES_MASK = 0x3C;
    private static final int TOTAL_LENGTH_SHIFT = 32;
    private static final int TOTAL_LENGTH_MASK = 0xFFFF;
    private static final int IDENTIFICATION_SHIFT = 16;
    private static final int IDENTIFICATION_MASK = 0xFFFF;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int FRAGMENT_OFFSET_MASK = 0x1FFF;
    private static final int FRAGMENT_OFFSET_SHIFT = 3;
    private static final int PROTOCOL_SHIFT = 48;
    private static final int PROTOCOL_MASK = 0xFF;

    private Ipv4Header() {}

    static long firstWord(UnsafeBuffer frame, int offset) {
        return FrameBytes.int64(frame, offset);
    }

    static long secondWord(UnsafeBuffer frame, int offset) {
        return FrameBytes.int64(frame, offset + SECOND_WORD_OFFSET);
    }

    /**
     * What is wrong with a header of at least {@link #MIN_LENGTH} bytes.
     *
     * @param captured bytes captured from the header's first on
     * @param sent bytes on the wire from the header's first on
     */
    static Reason check(long firstWord, int captured, int sent) {
        if ((int) (firstWord >>> VERSION_SHIFT) != VERSION) {
            return Reason.MALFORMED_IP_VERSION;
        }
        int headerLength = headerLength(firstWord);
        if (headerLength < MIN_LENGTH || headerLength > captured) {
            return Reason.MALFORMED_IPV4_HEADER;
        }
        int packetLength = packetLength(firstWord, sent);
        return packetLength < headerLength || packetLength > sent ? Reason.MALFORMED_IPV4_LENGTH : Reason.NONE;
    }

    /** Bytes of the header, options included. */
    static int headerLength(long firstWord) {
        return (int) (firstWord >>> IHL_BYTES_SHIFT) & IHL_BYTES_MASK;
    }

    /**
     * Bytes of the packet, header included. A total length of 0 is what a capture shows of a super-frame whose sender
     * leaves cutting to the card: such a packet goes to the end of what was sent.
     */
    static int packetLength(long firstWord, int sent) {
        int totalLength = totalLength(firstWord);
        return totalLength == 0 ? sent : totalLength;
    }

    /** The field of that name, whatever it says. */
    static int totalLength(long firstWord) {
        return (int) (firstWord >>> TOTAL_LENGTH_SHIFT) & TOTAL_LENGTH_MASK;
    }

    /** Whether the packet is a fragment. */
    static boolean isFragment(long firstWord) {
        return (firstWord & (MORE_FRAGMENTS | FRAGMENT_OFFSET_MASK)) != 0;
    }

    /** Whether fragments follow that begin further back. */
    static boolean hasMoreFragments(long firstWord) {
        return (firstWord & MORE_FRAGMENTS) != 0;
    }

    /** Where the fragment's payload begins in the payload that was cut, in bytes. */
    static int fragmentOffset(long firstWord) {
        return (int) (firstWord & FRAGMENT_OFFSET_MASK) << FRAGMENT_OFFSET_SHIFT;
    }

    /** The number all fragments of a packet share. */
    static int identification(long firstWord) {
        return (int) (firstWord >>> IDENTIFICATION_SHIFT) & IDENTIFICATION_MASK;
    }

    /** One of {@link IpProtocols}, or any other number. */
    static int protocol(long secondWord) {
        return (int) (secondWord >>> PROTOCOL_SHIFT) & PROTOCOL_MASK;
    }

    static int source(long secondWord) {
        return (int) secondWord;
    }

    static int destination(UnsafeBuffer frame, int offset) {
        return FrameBytes.int32(frame, offset + DESTINATION_OFFSET);
    }
}
