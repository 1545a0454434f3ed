package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.MessageKind;

/**
 * A DNS message over UDP (RFC 1035 §4.1.1), of which the header's QR bit tells query from response.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-+-------+-+-+-+-+-----+-------+
 * |              id               |Q|opcode |A|T|R|R|  Z  | rcode |  0
 * |                               |R|       |A|C|D|A|     |       |
 * +-------------------------------+-+-------+-+-+-+-+-----+-------+
 * |       question count          |         answer count          |  4
 * +-------------------------------+-------------------------------+
 * |       authority count         |       additional count        |  8
 * +-------------------------------+-------------------------------+
 * </pre>
 */
final class DnsMessage {
    static final int HEADER_LENGTH = 12;

    private static final int FLAGS_OFFSET = 2;
    private static final int RESPONSE = 0x80;

    private DnsMessage() {}

    /** The kind of the message that has {@code length} bytes, of which those before {@code limit} can be read. */
    static int kind(UnsafeBuffer frame, int offset, int length, int limit) {
        if (length < HEADER_LENGTH || offset + FLAGS_OFFSET >= limit) {
            return UdpMessage.TOO_SHORT;
        }
        return (FrameBytes.uint8(frame, offset + FLAGS_OFFSET) & RESPONSE) != 0
                ? MessageKind.REPLY
                : MessageKind.REQUEST;
    }
}
