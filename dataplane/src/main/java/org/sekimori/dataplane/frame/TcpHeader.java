package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.MessageKind;

/**
 * The TCP header (RFC 9293 §3.1), of which the policy looks at the ports and two flags, and connection memory at the numbers; read as
 * 64-bit words.
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

    private static final int SECOND_WORD_OFFSET = 8;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int SOURCE_PORT_SHIFT = 48;
    private static final int DESTINATION_PORT_SHIFT = 32;
    private static final int PORT_MASK = 0xFFFF;
    private static final int ACKNOWLEDGMENT_SHIFT = 32;
    private static final int FLAGS_SHIFT = 16;
    private static final int FLAGS_MASK = 0xFF;

    private TcpHeader() {}

    /** Ports and sequence number. */
    static long firstWord(UnsafeBuffer frame, int offset) {
        return FrameBytes.int64(frame, offset);
    }

    /** Acknowledgment number, flags and what lies between. */
    static long secondWord(UnsafeBuffer frame, int offset) {
        return FrameBytes.int64(frame, offset + SECOND_WORD_OFFSET);
    }

    static int sourcePort(long firstWord) {
        return (int) (firstWord >>> SOURCE_PORT_SHIFT);
    }

    static int destinationPort(long firstWord) {
        return (int) (firstWord >>> DESTINATION_PORT_SHIFT) & PORT_MASK;
    }

    static int sequence(long firstWord) {
        return (int) firstWord;
    }

    static int acknowledgment(long secondWord) {
        return (int) (secondWord >>> ACKNOWLEDGMENT_SHIFT);
    }

    static int flags(long secondWord) {
        return (int) (secondWord >>> FLAGS_SHIFT) & FLAGS_MASK;
    }

    /** A SYN without ACK asks for a connection; any other segment belongs to one. */
    static int messageKind(int flags) {
        return (flags & (SYN | ACK)) == SYN ? MessageKind.REQUEST : MessageKind.REPLY;
    }
}
