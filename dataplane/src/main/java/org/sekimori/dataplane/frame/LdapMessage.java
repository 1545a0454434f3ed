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

    /** How nearly every message begins: lengths of one byte, an id of one byte, then the tag; eight bytes in all. */
    private static final long SHORT_FORM = 0x3000_0201_0000_0000L;

    private static final long SHORT_FORM_MASK = 0xFF80_FFFF_0000_0000L;
    private static final int SHORT_FORM_TAG_SHIFT = 16;
    private static final int TAG_MASK = 0xFF;

    /** A bit for each response's tag, of those from 60 to 7F: in the order of RFC 4511, bind to intermediate. */
    private static final int RESPONSES = bit(0x61) | bit(0x64) | bit(0x65) | bit(0x67) | bit(0x69) | bit(0x6B)
            | bit(0x6D) | bit(0x6F) | bit(0x73) | bit(0x78) | bit(0x79);

    private static final int FIRST_TAG = 0x60;
    private static final int TAG_RANGE = 0x1F;

    private LdapMessage() {}

    /** The kind of the message that can be read from {@code offset} to {@code readableEnd}. */
    static int kind(UnsafeBuffer frame, int offset, int readableEnd) {
        if (readableEnd - offset >= Long.BYTES) {
            long text = FrameBytes.int64(frame, offset);
            if ((text & SHORT_FORM_MASK) == SHORT_FORM) {
                return kindByTag((int) (text >>> SHORT_FORM_TAG_SHIFT) & TAG_MASK);
            }
        }
        return kindOfAnyForm(frame, offset, readableEnd);
    }

    private static int kindOfAnyForm(UnsafeBuffer frame, int offset, int readableEnd) {
        int id = BerElement.enter(frame, offset, readableEnd, BerElement.SEQUENCE);
        int operation = BerElement.skipShort(frame, id, readableEnd, BerElement.INTEGER, MAX_ID_LENGTH);
        if (operation == BerElement.UNFIT) {
            return MessageKind.REQUEST;
        }
        if (operation < 0 || operation >= readableEnd) {
            return UdpMessage.TOO_SHORT;
        }
        return kindByTag(FrameBytes.uint8(frame, operation));
    }

    private static int kindByTag(int tag) {
        boolean isResponse = (tag & ~TAG_RANGE) == FIRST_TAG && (RESPONSES & bit(tag)) != 0;
        return isResponse ? MessageKind.REPLY : MessageKind.REQUEST;
    }

    private static int bit(int tag) {
        return 1 << (tag & TAG_RANGE);
    }
}
