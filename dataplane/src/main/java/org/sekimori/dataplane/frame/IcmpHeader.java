package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.MatchFields;

/**
 * The header of ICMP (RFC 792) and ICMPv6 (RFC 4443 §2.1); echoes have an identifier (RFC 4443 §4).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |     type      |     code      |           checksum            |
 * +---------------+---------------+-------------------------------+
 * |          identifier           |        sequence number        |
 * +-------------------------------+-------------------------------+
 * </pre>
 */
final class IcmpHeader {
    static final int LENGTH = 8;
    /** In place of a type, where not even that is there. */
    static final int NO_TYPE = -1;

    private static final int IDENTIFIER_OFFSET = 4;
    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8;
    private static final int ECHO_REQUEST_V6 = 128;
    private static final int ECHO_REPLY_V6 = 129;

    private IcmpHeader() {}

    /** The type, or {@link #NO_TYPE}; {@code room} bytes can be read. */
    static int type(UnsafeBuffer frame, int offset, int room) {
        return room > 0 ? FrameBytes.uint8(frame, offset) : NO_TYPE;
    }

    /** The identifier of an echo, or {@link MatchFields#NO_IDENTIFIER}. */
    static int identifier(UnsafeBuffer frame, int offset, int room) {
        return room >= LENGTH && isEcho(FrameBytes.uint8(frame, offset))
                ? FrameBytes.uint16(frame, offset + IDENTIFIER_OFFSET)
                : MatchFields.NO_IDENTIFIER;
    }

    private static boolean isEcho(int type) {
        return type == ECHO_REPLY || type == ECHO_REQUEST || type == ECHO_REQUEST_V6 || type == ECHO_REPLY_V6;
    }
}
