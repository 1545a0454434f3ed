package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The PPP header (RFC 1661 §2, RFC 1662 §3): a protocol number, of which the first byte may be left out when it is 0
 * (RFC 1661 §6.5: the last byte of a number is odd, the others are even). The HDLC-like framing before it is there on
 * serial lines, and may be there in PPTP, but not in PPPoE.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * | address (FF)  | control (03)  |      protocol (1 or 2 bytes)  |
 * +---------------+---------------+-------------------------------+
 * </pre>
 *
 * LCP, IPCP, compressed and encrypted packets count as what carries no IP.
 */
final class PppHeader {
    private static final int FRAMING_LENGTH = 2;
    private static final int ADDRESS_AND_CONTROL = 0xFF03;
    private static final int LAST_BYTE = 0x01;

    private static final int IPV4 = 0x0021;
    private static final int IPV6 = 0x0057;
    private static final int MPLS = 0x0281;
    private static final int MPLS_MULTICAST = 0x0283;

    private PppHeader() {}

    /** What lies behind a header without framing, as {@link LinkLayer} packs it. */
    static long next(UnsafeBuffer frame, int offset, int limit) {
        if (limit <= offset) {
            return LinkLayer.pack(LinkLayer.CUT_OFF, offset);
        }
        int first = FrameBytes.uint8(frame, offset);
        if ((first & LAST_BYTE) != 0) {
            return LinkLayer.pack(etherType(first), offset + Byte.BYTES);
        }
        return limit - offset < Short.BYTES
                ? LinkLayer.pack(LinkLayer.CUT_OFF, offset)
                : LinkLayer.pack(etherType(FrameBytes.uint16(frame, offset)), offset + Short.BYTES);
    }

    /** What lies behind a header with framing or without. */
    static long nextFramed(UnsafeBuffer frame, int offset, int limit) {
        boolean isFramed = limit - offset >= FRAMING_LENGTH && FrameBytes.uint16(frame, offset) == ADDRESS_AND_CONTROL;
        return next(frame, isFramed ? offset + FRAMING_LENGTH : offset, limit);
    }

    private static int etherType(int protocol) {
        switch (protocol) {
            case IPV4:
                return EtherTypes.IPV4;
            case IPV6:
                return EtherTypes.IPV6;
            case MPLS:
            case MPLS_MULTICAST:
                return EtherTypes.MPLS;
            default:
                return LinkLayer.OTHER;
        }
    }
}
