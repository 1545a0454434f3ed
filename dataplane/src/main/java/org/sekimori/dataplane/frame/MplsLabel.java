package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * An entry of the MPLS label stack (RFC 3032 §2.1).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------+-----+-+---------------+
 * |                 label                 |class|S| time to live  |
 * +---------------------------------------+-----+-+---------------+
 * </pre>
 *
 * S marks the bottom. What lies below it no number says; as routers do, the first four bits are taken for IP's version.
 * Anything else may be an Ethernet pseudo-wire, with its control word (RFC 4448 §4.6) or without, and is opened as one if
 * an EtherType the walk knows is where it should be.
 */
final class MplsLabel {
    static final int LENGTH = 4;

    private static final int BOTTOM = 0x100;
    private static final int CONTROL_WORD_LENGTH = 4;
    private static final int VERSION_SHIFT = 4;

    private MplsLabel() {}

    /** What lies behind this entry, as {@link LinkLayer} packs it. */
    static long next(UnsafeBuffer frame, int offset, int limit) {
        if (limit - offset < LENGTH) {
            return LinkLayer.pack(LinkLayer.CUT_OFF, offset);
        }
        return (FrameBytes.int32(frame, offset) & BOTTOM) == 0
                ? LinkLayer.pack(EtherTypes.MPLS, offset + LENGTH)
                : belowBottom(frame, offset + LENGTH, limit);
    }

    private static long belowBottom(UnsafeBuffer frame, int offset, int limit) {
        if (limit <= offset) {
            return LinkLayer.pack(LinkLayer.CUT_OFF, offset);
        }
        switch (FrameBytes.uint8(frame, offset) >> VERSION_SHIFT) {
            case Ipv4Header.VERSION:
                return LinkLayer.pack(EtherTypes.IPV4, offset);
            case Ipv6Header.VERSION:
                return LinkLayer.pack(EtherTypes.IPV6, offset);
            default:
                return pseudoWire(frame, offset, limit);
        }
    }

    private static long pseudoWire(UnsafeBuffer frame, int offset, int limit) {
        if (isEthernet(frame, offset + CONTROL_WORD_LENGTH, limit)) {
            return EthernetHeader.next(frame, offset + CONTROL_WORD_LENGTH, limit);
        }
        return isEthernet(frame, offset, limit)
                ? EthernetHeader.next(frame, offset, limit)
                : LinkLayer.pack(LinkLayer.OTHER, offset);
    }

    private static boolean isEthernet(UnsafeBuffer frame, int offset, int limit) {
        if (limit - offset < EthernetHeader.LENGTH) {
            return false;
        }
        int etherType = EthernetHeader.type(frame, offset + EthernetHeader.TYPE_OFFSET);
        return EtherTypes.isIp(etherType) || EtherTypes.isLinkHeader(etherType);
    }
}
