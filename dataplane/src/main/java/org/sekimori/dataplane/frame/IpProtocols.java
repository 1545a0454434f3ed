package org.sekimori.dataplane.frame;

/** The IP protocol numbers the decoder tells apart (IANA "Assigned Internet Protocol Numbers"). */
public final class IpProtocols {
    /** IPv6 hop-by-hop options (RFC 8200 §4.3). */
    public static final int HOP_BY_HOP = 0;
    /** Internet Control Message Protocol (RFC 792). */
    public static final int ICMP = 1;
    /** IPv4 inside (RFC 2003, RFC 2473). */
    public static final int IPV4 = 4;
    /** Transmission Control Protocol (RFC 9293). */
    public static final int TCP = 6;
    /** User Datagram Protocol (RFC 768). */
    public static final int UDP = 17;
    /** IPv6 inside (RFC 4213 §3, RFC 2473). */
    public static final int IPV6 = 41;
    /** IPv6 routing header (RFC 8200 §4.4). */
    public static final int ROUTING = 43;
    /** IPv6 fragment header (RFC 8200 §4.5). */
    public static final int FRAGMENT = 44;
    /** Generic routing encapsulation (RFC 2784). */
    public static final int GRE = 47;
    /** Authentication header (RFC 4302). */
    public static final int AUTHENTICATION = 51;
    /** Internet Control Message Protocol for IPv6 (RFC 4443). */
    public static final int ICMPV6 = 58;
    /** IPv6 destination options (RFC 8200 §4.6). */
    public static final int DESTINATION_OPTIONS = 60;
    /** An Ethernet frame inside (RFC 3378). */
    public static final int ETHERIP = 97;
    /** Mobility header (RFC 6275 §6.1). */
    public static final int MOBILITY = 135;
    /** An MPLS label stack inside (RFC 4023). */
    public static final int MPLS = 137;
    /** Host Identity Protocol (RFC 7401 §5.1). */
    public static final int HOST_IDENTITY = 139;
    /** Shim6 (RFC 5533 §5). */
    public static final int SHIM6 = 140;

    private IpProtocols() {}

    /** Whether a packet or a frame of its own may lie inside, for {@link Tunnel} to look for. */
    static boolean isTunnel(int protocol) {
        switch (protocol) {
            case IPV4:
            case IPV6:
            case GRE:
            case ETHERIP:
            case MPLS:
                return true;
            default:
                return false;
        }
    }
}
