package org.sekimori.bench;

/**
 * The shipped policy's inbound rules as a libpcap filter: what it takes, the policy drops. IPv4 and IPv6, behind up to two
 * VLAN tags. libpcap indexes UDP payload over IPv4 only, so IPv6 goes by offsets from its header.
 */
final class ShippedFilter {
    /** DNS queries, NTP modes other than 2, 4 and 5 and short messages, SSDP's two methods, CLDAP, over IPv4. */
    private static final String UDP_OVER_IPV4 = "(ip and (udp dst port 389"
            + " or (udp dst port 53 and (udp[10] & 0x80 = 0 or udp[4:2] < 20))"
            + " or (udp dst port 123 and (udp[4:2] < 56 or not (udp[8] & 7 = 2 or udp[8] & 7 = 4 or udp[8] & 7 = 5)))"
            + " or (udp dst port 1900 and (udp[4:2] < 16 or udp[8:4] = 0x4d2d5345 or udp[8:4] = 0x4e4f5449))))";

    /** The same over IPv6: the UDP header lies at 40, its payload at 48. */
    private static final String UDP_OVER_IPV6 = "(ip6[6] = 17 and (ip6[42:2] = 389"
            + " or (ip6[42:2] = 53 and (ip6[50] & 0x80 = 0 or ip6[44:2] < 20))"
            + " or (ip6[42:2] = 123 and (ip6[44:2] < 56 or not (ip6[48] & 7 = 2 or ip6[48] & 7 = 4 or ip6[48] & 7 = 5)))"
            + " or (ip6[42:2] = 1900 and (ip6[44:2] < 16 or ip6[48:4] = 0x4d2d5345 or ip6[48:4] = 0x4e4f5449))))";

    private static final String RULES =
            "(tcp dst port 445 or tcp dst port 139 or " + UDP_OVER_IPV4 + " or " + UDP_OVER_IPV6 + ")";

    /** Each {@code vlan} moves all that is on its right behind one more tag. */
    static final String EXPRESSION = RULES + " or (vlan and (" + RULES + " or (vlan and " + RULES + ")))";

    private ShippedFilter() {}
}
