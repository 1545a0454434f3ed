package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/** Walks from an IP packet's payload to the packet inside it, for the protocols {@link IpProtocols#isTunnel} names. */
final class Tunnel {
    /** The header of EtherIP: a version, and nothing else (RFC 3378 §3). */
    private static final int ETHERIP_LENGTH = 2;

    private Tunnel() {}

    /**
     * What the payload carries, and where, as {@link LinkLayer} packs it.
     *
     * @param limit where the bytes end that may be read
     */
    static long walk(UnsafeBuffer frame, int protocol, int offset, int limit) {
        switch (protocol) {
            case IpProtocols.IPV4:
                return LinkLayer.pack(EtherTypes.IPV4, offset);
            case IpProtocols.IPV6:
                return LinkLayer.pack(EtherTypes.IPV6, offset);
            case IpProtocols.GRE:
                return inwards(frame, GreHeader.next(frame, offset, limit), limit);
            case IpProtocols.ETHERIP:
                return limit - offset < ETHERIP_LENGTH
                        ? LinkLayer.pack(LinkLayer.TUNNEL_CUT_OFF, offset)
                        : LinkWalk.inwards(frame, EtherTypes.ETHERNET, offset + ETHERIP_LENGTH, limit);
            case IpProtocols.MPLS:
                return LinkWalk.inwards(frame, EtherTypes.MPLS, offset, limit);
            default:
                return LinkLayer.pack(LinkLayer.OTHER, offset);
        }
    }

    private static long inwards(UnsafeBuffer frame, long next, int limit) {
        int etherType = LinkLayer.etherType(next);
        return EtherTypes.isIp(etherType) || etherType >= LinkLayer.CUT_OFF
                ? next
                : LinkWalk.inwards(frame, etherType, LinkLayer.payloadOffset(next), limit);
    }
}
