package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The GRE header (RFC 2784 §2, RFC 2890 §2; version 1, which carries PPP: RFC 2637 §4.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-------+-+-------+-----+-------------------------------+
 * |C|R|K|S|       |A|       |vers.|           EtherType           |  0
 * +-+-+-+-+-------+-+-------+-----+-------------------------------+
 * |                  checksum and reserved, if C                  |
 * +---------------------------------------------------------------+
 * |   key, if K; version 1: payload length and call id, always    |
 * +---------------------------------------------------------------+
 * |                     sequence number, if S                     |
 * +---------------------------------------------------------------+
 * |            acknowledgment number, if A (version 1)            |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * R announces a source route (RFC 1701), which receivers have to discard; where IP would lie behind one it is sealed.
 */
final class GreHeader {
    static final int MIN_LENGTH = 4;

    private static final int TYPE_OFFSET = 2;
    private static final int WORD = 4;
    private static final int CHECKSUM = 0x8000;
    private static final int ROUTING = 0x4000;
    private static final int KEY = 0x2000;
    private static final int SEQUENCE = 0x1000;
    private static final int ACKNOWLEDGMENT = 0x0080;
    private static final int VERSION_MASK = 0x0007;
    private static final int POINT_TO_POINT = 1;
    private static final int VERSION_SHIFT = 4;

    private GreHeader() {}

    /** What lies behind the header, as {@link LinkLayer} packs it; what has no EtherType of its own is no IP. */
    static long next(UnsafeBuffer frame, int offset, int limit) {
        if (limit - offset < MIN_LENGTH) {
            return LinkLayer.pack(LinkLayer.TUNNEL_CUT_OFF, offset);
        }
        int flags = FrameBytes.uint16(frame, offset);
        int etherType = FrameBytes.uint16(frame, offset + TYPE_OFFSET);
        int payload = offset + length(flags);
        if (payload > limit) {
            return LinkLayer.pack(LinkLayer.TUNNEL_CUT_OFF, offset);
        }
        switch (flags & VERSION_MASK) {
            case 0:
                return behindVersion0(frame, flags, etherType, payload, limit);
            case POINT_TO_POINT:
                // without a sequence number it is a bare acknowledgment
                return etherType == EtherTypes.PPP && (flags & SEQUENCE) != 0
                        ? PppHeader.nextFramed(frame, payload, limit)
                        : LinkLayer.pack(LinkLayer.OTHER, payload);
            default:
                return LinkLayer.pack(LinkLayer.OTHER, payload);
        }
    }

    private static int length(int flags) {
        int words = Integer.bitCount(flags & (KEY | SEQUENCE));
        if ((flags & VERSION_MASK) == 0) {
            words += (flags & (CHECKSUM | ROUTING)) != 0 ? 1 : 0;
        } else {
            words += (flags & ACKNOWLEDGMENT) != 0 ? 1 : 0;
        }
        return MIN_LENGTH + words * WORD;
    }

    private static long behindVersion0(UnsafeBuffer frame, int flags, int etherType, int payload, int limit) {
        boolean canHoldIp = EtherTypes.isIp(etherType) || EtherTypes.isLinkHeader(etherType);
        if ((flags & ROUTING) != 0) {
            return LinkLayer.pack(canHoldIp ? LinkLayer.SEALED : LinkLayer.OTHER, payload);
        }
        if (etherType == EtherTypes.WCCP) {
            return behindWccp(frame, payload, limit);
        }
        return LinkLayer.pack(canHoldIp ? etherType : LinkLayer.OTHER, payload);
    }

    /** Its second version puts a word before the packet, and nothing says which version it is. */
    private static long behindWccp(UnsafeBuffer frame, int payload, int limit) {
        if (limit <= payload) {
            return LinkLayer.pack(LinkLayer.CUT_OFF, payload);
        }
        boolean isFirstVersion = FrameBytes.uint8(frame, payload) >> VERSION_SHIFT == Ipv4Header.VERSION;
        return LinkLayer.pack(EtherTypes.IPV4, isFirstVersion ? payload : payload + WORD);
    }
}
