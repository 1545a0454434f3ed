package org.sekimori.dataplane.frame;

/**
 * The EtherTypes the decoder tells apart: what an Ethernet frame, or a tag in it, says comes next (IEEE 802 numbers).
 * Below 0x0600 the field is the length of an IEEE 802.3 frame, which is none of these.
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

    private EtherTypes() {}

    /** Whether a VLAN tag follows. */
    public static boolean isVlan(int etherType) {
        return etherType == VLAN || etherType == SERVICE_VLAN || etherType == OLD_SERVICE_VLAN;
    }

    /** Whether an IP packet follows. */
    public static boolean isIp(int etherType) {
        return etherType == IPV4 || etherType == IPV6;
    }
}
