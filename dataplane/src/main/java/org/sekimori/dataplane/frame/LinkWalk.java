package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/** Walks from an EtherType inwards over tags, labels, PPPoE, LLC and inner Ethernet headers, in whatever order they come. */
final class LinkWalk {
    /** Most VLAN and port extender tags that are looked behind. */
    static final int MAX_TAGS = 8;
    /** Most headers of all kinds that are looked behind: tags, MPLS labels, PPPoE, LLC, inner Ethernet. */
    static final int MAX_HEADERS = 16;

    private LinkWalk() {}

    /**
     * The packet behind all headers, as {@link LinkLayer} packs it. Past the bounds the frame's length ends the walk: it
     * only has to learn whether there is IP inside.
     *
     * @param announced EtherType of what lies at {@code offset}
     * @param limit where the bytes end that may be read
     */
    static long inwards(UnsafeBuffer frame, int announced, int offset, int limit) {
        long place = LinkLayer.pack(announced, offset);
        int tags = 0;
        int headers = 0;
        int etherType = announced;
        while (!EtherTypes.isIp(etherType)) {
            if (EtherTypes.isVlan(etherType)) {
                tags++;
                place = VlanTag.next(frame, LinkLayer.payloadOffset(place), limit);
            } else {
                tags += etherType == EtherTypes.E_TAG ? 1 : 0;
                place = step(frame, etherType, LinkLayer.payloadOffset(place), limit);
            }
            etherType = LinkLayer.etherType(place);
            if (etherType >= LinkLayer.CUT_OFF) {
                return place;
            }
            headers++;
        }
        return tags > MAX_TAGS || headers > MAX_HEADERS
                ? LinkLayer.pack(LinkLayer.HIDDEN | etherType, LinkLayer.payloadOffset(place))
                : place;
    }

    private static long step(UnsafeBuffer frame, int etherType, int offset, int limit) {
        switch (etherType) {
            case EtherTypes.PPPOE_SESSION:
                return PppoeHeader.next(frame, offset, limit);
            case EtherTypes.MPLS:
            case EtherTypes.MPLS_MULTICAST:
                return MplsLabel.next(frame, offset, limit);
            case EtherTypes.ETHERNET:
                return EthernetHeader.next(frame, offset, limit);
            case EtherTypes.E_TAG:
                return ExtenderTag.next(frame, offset, limit);
            default:
                return etherType < EtherTypes.FIRST
                        ? LlcHeader.next(frame, offset, limit)
                        : LinkLayer.pack(LinkLayer.OTHER, offset);
        }
    }
}
