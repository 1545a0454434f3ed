package org.sekimori.dataplane.frame;

/**
 * The EtherTypes the decoder tells apart: what an Ethernet frame, or a tag in it, says comes next (IEEE 802 numbers).
 * Below {@link #FIRST} the field is the length of an IEEE 802.3 frame, and an {@link LlcHeader} follows.
 */
public final class EtherTypes {
    /** IPv4 (RFC 894). */
    public static final int IPV4 = 0x0800;
    /** IPv6 (RFC 2464). */
    public static final int IPV6 = 0x86DD;
    /** Customer VLAN tag (IEEE 802.1Q). */
    public static final int VLAN = 0x8100;
    /** Service VLAN tag, the outer one of two (IEEE 802.1ad). */
    public static final int SERVICE_VLAN = 0x88A8;
    /** Outer VLAN tag of equipment older than 802.1ad. */
    public static final int OLD_SERVICE_VLAN = 0x9100;
    /** Port extender tag (IEEE 802.1BR). */
    public static final int E_TAG = 0x893F;
    /** MPLS label stack (RFC 3032). */
    public static final int MPLS = 0x8847;
    /** MPLS label stack whose top label is assigned upstream, once "multicast" (RFC 5332). */
    public static final int MPLS_MULTICAST = 0x8848;
    /** PPPoE session (RFC 2516); discovery, 0x8863, carries no packets. */
    public static final int PPPOE_SESSION = 0x8864;
    /** A whole Ethernet frame inside (transparent Ethernet bridging, RFC 1701, RFC 7637). */
    public static final int ETHERNET = 0x6558;
    /** PPP inside, in GRE's second version only (RFC 2637). */
    public static final int PPP = 0x880B;
    /** A web cache's redirected packet, in GRE only (WCCP). */
    public static final int WCCP = 0x883E;
    /** Below this number the field is the length of an IEEE 802.3 frame. */
    public static final int FIRST = 0x0600;

    private EtherTypes() {}

    /** Whether a VLAN tag follows. */
    public static boolean isVlan(int etherType) {
        return etherType == VLAN || etherType == SERVICE_VLAN || etherType == OLD_SERVICE_VLAN;
    }

    /** Whether a header follows that {@link LinkWalk} looks behind. */
    static boolean isLinkHeader(int etherType) {
        switch (etherType) {
            case VLAN:
            case SERVICE_VLAN:
            case OLD_SERVICE_VLAN:
            case E_TAG:
            case MPLS:
            case MPLS_MULTICAST:
            case PPPOE_SESSION:
            case ETHERNET:
                return true;
            default:
                return false;
        }
    }

    /** Whether an IP packet follows. */
    public static boolean isIp(int etherType) {
        return etherType == IPV4 || etherType == IPV6;
    }
}
