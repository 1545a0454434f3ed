package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.MessageKind;

/**
 * An LDAP message in a datagram (RFC 4511 §4.1.1), of which the operation's tag tells who speaks.
 *
 * <pre>
 * +----+--------+----+--------+------------+-----------+-----
 * | 30 | length | 02 | length | message id | operation | ...
 * +----+--------+----+--------+------------+-----------+-----
 * </pre>
 *
 * Responses (RFC 4511 §4.2 to §4.14) are replies. Any other operation asks, and so does what is no such message.
 */
final class LdapMessage {
    /** A message id is below 2^31 (RFC 4511 §4.1.1.1). */
    private static final int MAX_ID_LENGTH = 4;

    private LdapMessage() {}

    /** The kind of the message that can be read from {@code offset} to {@code readableEnd}. */
    static int kind(UnsafeBuffer frame, int offset, int readableEnd) {
        int id = BerElement.enter(frame, offset, readableEnd, BerElement.SEQUENCE);
        int operation = BerElement.skipShort(frame, id, readableEnd, BerElement.INTEGER, MAX_ID_LENGTH);
        if (operation == BerElement.UNFIT) {
            return MessageKind.REQUEST;
        }
        if (operation < 0 || operation >= readableEnd) {
            return UdpMessage.TOO_SHORT;
        }
        return isResponse(FrameBytes.uint8(frame, operation)) ? MessageKind.REPLY : MessageKind.REQUEST;
    }

    private static boolean isResponse(int tag) {
        switch (tag) {
            case 0x61: // bind response
            case 0x64: // search result entry
            case 0x65: // search result done
            case 0x67: // modify response
            case 0x69: // add response
            case 0x6B: // delete response
            case 0x6D: // modify DN response
            case 0x6F: // compare response
            case 0x73: // search result reference
            case 0x78: // extended response
            case 0x79: // intermediate response
                return true;
            default:
                return false;
        }
    }
}
