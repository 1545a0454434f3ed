package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.MessageKind;

/**
 * The TCP header (RFC 9293 §3.1), of which the policy looks at the ports and two flags, and connection memory at the numbers.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          source port          |       destination port        |  0
 * +-------------------------------+-------------------------------+
 * |                        sequence number                        |  4
 * +---------------------------------------------------------------+
 * |                    acknowledgment number                      |  8
 * +-------+-------+-+-+-+-+-+-+-+-+-------------------------------+
 * | offset| rsrvd |C|E|U|A|P|R|S|F|            window             | 12
 * +-------+-------+-+-+-+-+-+-+-+-+-------------------------------+
 * |           checksum            |        urgent pointer         | 16
 * +-------------------------------+-------------------------------+
 * </pre>
 */
final class TcpHeader {
    static final int MIN_LENGTH = 20;

    private static final int SEQUENCE_OFFSET = 4;
    private static final int ACKNOWLEDGMENT_OFFSET = 8;
    private static final int FLAGS_OFFSET = 13;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int SOURCE_PORT_SHIFT = 16;
    private static final int PORT_MASK = 0xFFFF;

    private TcpHeader() {}

    /** Both ports, for {@link #sourcePort} and {@link #destinationPort} to split. */
    static int ports(UnsafeBuffer frame, int offset) {
        return FrameBytes.int32(frame, offset);
    }

    static int sourcePort(int ports) {
        return ports >>> SOURCE_PORT_SHIFT;
    }

    static int destinationPort(int ports) {
        return ports & PORT_MASK;
    }

    static int sequence(UnsafeBuffer frame, int offset) {
        return FrameBytes.int32(frame, offset + SEQUENCE_OFFSET);
    }

    static int acknowledgment(UnsafeBuffer frame, int offset) {
        return FrameBytes.int32(frame, offset + ACKNOWLEDGMENT_OFFSET);
    }

    static int flags(UnsafeBuffer frame, int offset) {
        return FrameBytes.uint8(frame, offset + FLAGS_OFFSET);
    }

    /** A SYN without ACK asks for a connection; any other segment belongs to one. */
    static int messageKind(int flags) {
        return (flags & (SYN | ACK)) == SYN ? MessageKind.REQUEST : MessageKind.REPLY;
    }
}
