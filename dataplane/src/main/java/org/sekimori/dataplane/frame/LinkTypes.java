package org.sekimori.dataplane.frame;

/**
 * What a captured frame begins with (LINKTYPE numbers, as a capture file's header has them). A port's frames are Ethernet;
 * the others come from capture files only.
 */
public final class LinkTypes {
    /** BSD loopback: the address family in the capturing machine's byte order. */
    public static final int NULL = 0;
    /** An Ethernet frame. */
    public static final int ETHERNET = 1;
    /** PPP, with or without its HDLC-like framing (RFC 1661, RFC 1662). */
    public static final int PPP = 9;
    /** PPP in HDLC-like framing, or Cisco's HDLC (RFC 1662, RFC 1547 §4.3.1). */
    public static final int PPP_HDLC = 50;
    /** A PPPoE header at once (RFC 2516). */
    public static final int PPP_ETHER = 51;
    /** An IPv4 or IPv6 packet at once, which its version field tells. */
    public static final int RAW = 101;
    /** Cisco's HDLC (RFC 1547 §4.3.1). */
    public static final int C_HDLC = 104;
    /** OpenBSD loopback: the address family in network byte order. */
    public static final int LOOP = 108;
    /** Linux "cooked" capture. */
    public static final int LINUX_SLL = 113;
    /** An IPv4 packet at once. */
    public static final int IPV4 = 228;
    /** An IPv6 packet at once. */
    public static final int IPV6 = 229;
    /** Linux "cooked" capture, second version. */
    public static final int LINUX_SLL2 = 276;

    private LinkTypes() {}

    /** Whether the decoder knows where the packet lies in such a frame. */
    public static boolean isKnown(int linkType) {
        switch (linkType) {
            case NULL:
            case ETHERNET:
            case PPP:
            case PPP_HDLC:
            case PPP_ETHER:
            case RAW:
            case C_HDLC:
            case LOOP:
            case LINUX_SLL:
            case IPV4:
            case IPV6:
            case LINUX_SLL2:
                return true;
            default:
                return false;
        }
    }
}
