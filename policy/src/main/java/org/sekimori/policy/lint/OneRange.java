package org.sekimori.policy.lint;

import org.sekimori.policy.AddressSet;
import org.sekimori.policy.AddressSetBuilder;
import org.sekimori.policy.Cidr;

/** Takes single ranges out of sets of addresses. */
final class OneRange {
    private OneRange() {}

    static AddressSet ipv4(AddressSet addresses, int index) {
        AddressSetBuilder builder = new AddressSetBuilder();
        long first = Integer.toUnsignedLong(addresses.ipv4First(index));
        builder.addRange(Cidr.IPV4, 0, first, 0, Integer.toUnsignedLong(addresses.ipv4Last(index)));
        return builder.build();
    }

    static AddressSet ipv6(AddressSet addresses, int index) {
        AddressSetBuilder builder = new AddressSetBuilder();
        builder.addRange(
                Cidr.IPV6,
                addresses.ipv6FirstHigh(index),
                addresses.ipv6FirstLow(index),
                addresses.ipv6LastHigh(index),
                addresses.ipv6LastLow(index));
        return builder.build();
    }
}
