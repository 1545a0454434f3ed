package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.MessageKind;

/**
 * An NTP message (RFC 5905 §7.3), of which the mode tells who speaks.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---+-----+-----+---------------+---------------+---------------+
 * |LI |vers.|mode |    stratum    |     poll      |   precision   |  0
 * +---+-----+-----+---------------+---------------+---------------+
 * |           root delay, dispersion, four time stamps            |  4
 * </pre>
 *
 * Modes 2 (symmetric passive), 4 (server) and 5 (broadcast) speak to whoever asked or listens. All other modes ask, and
 * so do modes 6 (control) and 7 (private) whatever their response bit says: they are what is abused.
 */
final class NtpMessage {
    /** Bytes of the least message a server sends. */
    static final int MIN_LENGTH = 48;

    private static final int MODE_OFFSET = 0;
    private static final int MODE_MASK = 0x07;
    /** Modes 6 and 7 have formats of their own, which may be shorter. */
    private static final int FIRST_SHORT_MODE = 6;
    /** One bit for each mode that answers: 2, 4 and 5. */
    private static final int REPLY_MODES = 1 << 2 | 1 << 4 | 1 << 5;

    private NtpMessage() {}

    /** The kind of the message that has {@code length} bytes, of which those before {@code limit} can be read. */
    static int kind(UnsafeBuffer frame, int offset, int length, int limit) {
        if (length < 1 || offset >= limit) {
            return UdpMessage.TOO_SHORT;
        }
        int mode = FrameBytes.uint8(frame, offset + MODE_OFFSET) & MODE_MASK;
        if (length < MIN_LENGTH) {
            return mode >= FIRST_SHORT_MODE ? MessageKind.REQUEST : UdpMessage.TOO_SHORT;
        }
        return (REPLY_MODES >> mode & 1) != 0 ? MessageKind.REPLY : MessageKind.REQUEST;
    }
}
