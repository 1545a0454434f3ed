package org.sekimori.dataplane.frame;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The UDP header (RFC 768).
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

    private static final int LENGTH_OFFSET = 4;
    private static final int LENGTH_MASK = 0xFFFF;

    private UdpHeader() {}

    /**
     * Where the datagram that begins at that offset ends. Its length field counts if it lies between the header's own
     * length and what the IP packet holds; else it is a lie, a jumbogram, or a first fragment, and IP's end counts.
     */
    static int end(UnsafeBuffer frame, int offset, int packetEnd) {
        final int length = frame.getShort(offset + LENGTH_OFFSET, BIG_ENDIAN) & LENGTH_MASK;
        return length >= LENGTH && length <= packetEnd - offset ? offset + length : packetEnd;
    }
}
