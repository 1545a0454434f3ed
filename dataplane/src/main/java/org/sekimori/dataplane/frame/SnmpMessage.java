package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.MessageKind;

/**
 * An SNMP message (RFC 3416 §3; versions 1 and 2c: RFC 1157 §4, RFC 1901 §3; version 3: RFC 3412 §6), of which the tag of
 * the innermost element tells who speaks.
 *
 * <pre>
 * +----+--------+---------+---------------------+-----+-----
 * | 30 | length | version | community           | PDU | ...      versions 1 and 2c
 * +----+--------+---------+---------------------+-----+-----
 * +----+--------+---------+-------------------------------------+----------+-----------------------------------
 * | 30 | length | version | header: id, size, one byte of flags | security | 30 length engine context PDU ...    version 3
 * +----+--------+---------+-------------------------------------+----------+-----------------------------------
 * </pre>
 *
 * Responses and reports are replies; all else asks. Where version 3 hides the PDU by encryption, the "reportable" flag
 * tells: requests set it, responses and reports must not (RFC 3412 §6.4), and without it no engine says a word to a
 * message it can't decrypt.
 */
final class SnmpMessage {
    private static final int VERSION_1 = 0;
    private static final int VERSION_2C = 1;
    private static final int VERSION_3 = 3;
    private static final int RESPONSE = 0xA2;
    private static final int REPORT = 0xA8;
    private static final int REPORTABLE = 0x04;

    private static final int MAX_NUMBER_LENGTH = 5;

    private SnmpMessage() {}

    /** The kind of the message that can be read from {@code offset} to {@code readableEnd}. */
    static int kind(UnsafeBuffer frame, int offset, int readableEnd) {
        int furthest = offset + UdpMessage.MAX_LOOKED_AT;
        return readableEnd <= furthest
                ? kindOfMessage(frame, offset, readableEnd)
                : UdpMessage.kindOf(kindOfMessage(frame, offset, furthest));
    }

    private static int kindOfMessage(UnsafeBuffer frame, int offset, int limit) {
        int version = BerElement.enter(frame, offset, limit, BerElement.SEQUENCE);
        int afterVersion = BerElement.skipShort(frame, version, limit, BerElement.INTEGER, 1);
        if (afterVersion < 0) {
            return failed(afterVersion);
        }
        switch (FrameBytes.uint8(frame, afterVersion - 1)) {
            case VERSION_1:
            case VERSION_2C:
                return kindOfPdu(frame, BerElement.skip(frame, afterVersion, limit, BerElement.OCTET_STRING), limit);
            case VERSION_3:
                return kindOfVersion3(frame, afterVersion, limit);
            default:
                return MessageKind.REQUEST;
        }
    }

    private static int kindOfVersion3(UnsafeBuffer frame, int header, int limit) {
        int id = BerElement.enter(frame, header, limit, BerElement.SEQUENCE);
        int size = BerElement.skipShort(frame, id, limit, BerElement.INTEGER, MAX_NUMBER_LENGTH);
        int flags = BerElement.skipShort(frame, size, limit, BerElement.INTEGER, MAX_NUMBER_LENGTH);
        int model = BerElement.skipShort(frame, flags, limit, BerElement.OCTET_STRING, 1);
        int security = BerElement.skipShort(frame, model, limit, BerElement.INTEGER, MAX_NUMBER_LENGTH);
        int scoped = BerElement.skip(frame, security, limit, BerElement.OCTET_STRING);
        if (scoped < 0 || scoped >= limit) {
            return failed(scoped);
        }
        if (FrameBytes.uint8(frame, scoped) == BerElement.OCTET_STRING) {
            boolean asks = (FrameBytes.uint8(frame, model - 1) & REPORTABLE) != 0;
            return asks ? MessageKind.REQUEST : MessageKind.REPLY;
        }
        int engine = BerElement.enter(frame, scoped, limit, BerElement.SEQUENCE);
        int context = BerElement.skip(frame, engine, limit, BerElement.OCTET_STRING);
        return kindOfPdu(frame, BerElement.skip(frame, context, limit, BerElement.OCTET_STRING), limit);
    }

    private static int kindOfPdu(UnsafeBuffer frame, int pdu, int limit) {
        if (pdu < 0 || pdu >= limit) {
            return failed(pdu);
        }
        int tag = FrameBytes.uint8(frame, pdu);
        return tag == RESPONSE || tag == REPORT ? MessageKind.REPLY : MessageKind.REQUEST;
    }

    private static int failed(int place) {
        return place == BerElement.UNFIT ? MessageKind.REQUEST : UdpMessage.TOO_SHORT;
    }
}
