package org.sekimori.policy.lint;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;

/**
 * Networks that are no source on the internet, by the registries of special-purpose addresses (RFC 6890 and its updates)
 * and of multicast.
 */
enum SpecialNetworks {
    THIS_NETWORK("0.0.0.0/8", "this network, RFC 791"),
    PRIVATE_10("10.0.0.0/8", "private, RFC 1918"),
    CARRIER("100.64.0.0/10", "carrier-grade NAT, RFC 6598"),
    LOOPBACK("127.0.0.0/8", "loopback, RFC 1122"),
    LINK_LOCAL("169.254.0.0/16", "link-local, RFC 3927"),
    PRIVATE_172("172.16.0.0/12", "private, RFC 1918"),
    PROTOCOLS("192.0.0.0/24", "protocol assignments, RFC 6890"),
    DOCUMENTATION_1("192.0.2.0/24", "documentation, RFC 5737"),
    PRIVATE_192("192.168.0.0/16", "private, RFC 1918"),
    BENCHMARKS("198.18.0.0/15", "benchmarks, RFC 2544"),
    DOCUMENTATION_2("198.51.100.0/24", "documentation, RFC 5737"),
    DOCUMENTATION_3("203.0.113.0/24", "documentation, RFC 5737"),
    MULTICAST("224.0.0.0/4", "multicast, RFC 5771"),
    RESERVED("240.0.0.0/4", "reserved, RFC 1112"),
    UNSPECIFIED_6("::/128", "unspecified, RFC 4291"),
    LOOPBACK_6("::1/128", "loopback, RFC 4291"),
    TRANSLATION_6("64:ff9b:1::/48", "local translation, RFC 8215"),
    DISCARD_6("100::/64", "discard, RFC 6666"),
    BENCHMARKS_6("2001:2::/48", "benchmarks, RFC 5180"),
    DOCUMENTATION_6("2001:db8::/32", "documentation, RFC 3849"),
    DOCUMENTATION_6B("3fff::/20", "documentation, RFC 9637"),
    SEGMENTS_6("5f00::/16", "segment routing, RFC 9602"),
    UNIQUE_LOCAL_6("fc00::/7", "unique local, RFC 4193"),
    LINK_LOCAL_6("fe80::/10", "link-local, RFC 4291"),
    MULTICAST_6("ff00::/8", "multicast, RFC 4291");

    private static final int MAX_TOLD = 3;

    private final Cidr network;
    private final String description;

    SpecialNetworks(String network, String description) {
        this.network = Cidr.parse(network);
        this.description = description;
    }

    /** Those ranges of the set that lie in such networks, for a person; empty if there are none. */
    static String in(AddressSet addresses) {
        List<String> found = new ArrayList<>();
        for (SpecialNetworks special : values()) {
            AddressSet range = special.rangeOf(addresses);
            if (!range.isEmpty()) {
                found.add(range.networks().get(0) + " (" + special.description + ")");
            }
        }
        String told = String.join(", ", found.subList(0, Math.min(found.size(), MAX_TOLD)));
        return found.size() > MAX_TOLD ? told + " and others" : told;
    }

    /** The first range of the set that lies within this network: one around it was hardly written for its sake. */
    private AddressSet rangeOf(AddressSet addresses) {
        boolean isIpv4 = network.ipVersion() == Cidr.IPV4;
        int low = 0;
        int high = isIpv4 ? addresses.ipv4Count() : addresses.ipv6Count();
        int count = high;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (startsBefore(addresses, middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == count || !endsWithin(addresses, low)) {
            return AddressSet.EMPTY;
        }
        return isIpv4 ? OneRange.ipv4(addresses, low) : OneRange.ipv6(addresses, low);
    }

    private boolean startsBefore(AddressSet addresses, int index) {
        if (network.ipVersion() == Cidr.IPV4) {
            return Integer.toUnsignedLong(addresses.ipv4First(index)) < network.low();
        }
        return AddressSet.compare(
                        addresses.ipv6FirstHigh(index), addresses.ipv6FirstLow(index), network.high(), network.low())
                < 0;
    }

    private boolean endsWithin(AddressSet addresses, int index) {
        if (network.ipVersion() == Cidr.IPV4) {
            return Integer.toUnsignedLong(addresses.ipv4Last(index)) <= network.lastLow();
        }
        return AddressSet.compare(
                        addresses.ipv6LastHigh(index),
                        addresses.ipv6LastLow(index),
                        network.lastHigh(),
                        network.lastLow())
                <= 0;
    }
}
