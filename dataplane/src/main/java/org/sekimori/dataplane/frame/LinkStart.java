package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/** The first header of frames that aren't Ethernet: those of capture files from other kinds of interface. */
final class LinkStart {
    private static final int VERSION_SHIFT = 4;

    private LinkStart() {}

    /** What a frame of that link type carries, and where, as {@link LinkLayer} packs it. */
    static long walk(UnsafeBuffer frame, int linkType) {
        long start = start(frame, linkType, frame.capacity());
        int etherType = LinkLayer.etherType(start);
        return EtherTypes.isIp(etherType) || etherType >= LinkLayer.CUT_OFF
                ? start
                : LinkWalk.inwards(frame, etherType, LinkLayer.payloadOffset(start), frame.capacity());
    }

    private static long start(UnsafeBuffer frame, int linkType, int limit) {
        switch (linkType) {
            case LinkTypes.RAW:
                return raw(frame, limit);
            case LinkTypes.IPV4:
                return LinkLayer.pack(EtherTypes.IPV4, 0);
            case LinkTypes.IPV6:
                return LinkLayer.pack(EtherTypes.IPV6, 0);
            case LinkTypes.NULL:
            case LinkTypes.LOOP:
                return LoopbackHeader.next(frame, limit);
            case LinkTypes.LINUX_SLL:
                return CookedHeader.next(frame, limit);
            case LinkTypes.LINUX_SLL2:
                return CookedHeader.nextOfVersion2(frame, limit);
            case LinkTypes.PPP:
                return PppHeader.nextFramed(frame, 0, limit);
            case LinkTypes.PPP_HDLC:
                return CiscoHdlcHeader.isCisco(frame, limit)
                        ? CiscoHdlcHeader.next(frame, limit)
                        : PppHeader.nextFramed(frame, 0, limit);
            case LinkTypes.C_HDLC:
                return CiscoHdlcHeader.next(frame, limit);
            case LinkTypes.PPP_ETHER:
                return PppoeHeader.next(frame, 0, limit);
            default:
                return LinkLayer.pack(LinkLayer.OTHER, 0);
        }
    }

    /** Nothing but IP may begin such a frame, so any version but 6 is held against IPv4's. */
    private static long raw(UnsafeBuffer frame, int limit) {
        boolean isIpv6 = limit > 0 && FrameBytes.uint8(frame, 0) >> VERSION_SHIFT == Ipv6Header.VERSION;
        return LinkLayer.pack(isIpv6 ? EtherTypes.IPV6 : EtherTypes.IPV4, 0);
    }
}
