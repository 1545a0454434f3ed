package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The UDP header (RFC 768), read as one 64-bit word.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          source port          |       destination port        |  0
 * +-------------------------------+-------------------------------+
 * |            length             |           checksum            |  4
 * +-------------------------------+-------------------------------+
 * </pre>
 */
final class UdpHeader {
    static final int LENGTH = 8;

    private static final int SOURCE_PORT_SHIFT = 48;
    private static final int DESTINATION_PORT_SHIFT = 32;
    private static final int PORT_MASK = 0xFFFF;
    private static final int LENGTH_SHIFT = 16;
    private static final int LENGTH_MASK = 0xFFFF;

    private UdpHeader() {}

    static long word(UnsafeBuffer frame, int offset) {
        return FrameBytes.int64(frame, offset);
    }

    static int sourcePort(long word) {
        return (int) (word >>> SOURCE_PORT_SHIFT);
    }

    static int destinationPort(long word) {
        return (int) (word >>> DESTINATION_PORT_SHIFT) & PORT_MASK;
    }

    /**
     * Bytes of the datagram, header included. Its length field counts if it lies between the header's own length and
     * what the IP packet holds; else it is a lie, a jumbogram, or a first fragment, and IP's word counts.
     */
    static int datagramLength(long word, int ipPayloadLength) {
        int length = (int) (word >>> LENGTH_SHIFT) & LENGTH_MASK;
        return length >= LENGTH && length <= ipPayloadLength ? length : ipPayloadLength;
    }
}
