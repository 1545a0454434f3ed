package org.sekimori.policy.range;

import java.util.Optional;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.AddressSetBuilder;
import org.sekimori.policy.Cidr;

/** What two sets of addresses have in common. */
public final class SharedAddresses {
    private SharedAddresses() {}

    /** The first network both hold, if there is any: IPv4 before IPv6, then by address. */
    public static Optional<Cidr> first(AddressSet one, AddressSet other) {
        AddressSetBuilder shared = new AddressSetBuilder();
        if (!findIpv4(one, other, shared)) {
            findIpv6(one, other, shared);
        }
        return shared.build().networks().stream().findFirst();
    }

    private static boolean findIpv4(AddressSet one, AddressSet other, AddressSetBuilder shared) {
        int i = 0;
        int j = 0;
        while (i < one.ipv4Count() && j < other.ipv4Count()) {
            long first = Math.max(unsigned(one.ipv4First(i)), unsigned(other.ipv4First(j)));
            long oneLast = unsigned(one.ipv4Last(i));
            long otherLast = unsigned(other.ipv4Last(j));
            if (first <= Math.min(oneLast, otherLast)) {
                shared.addRange(Cidr.IPV4, 0, first, 0, Math.min(oneLast, otherLast));
                return true;
            }
            if (oneLast < otherLast) {
                i++;
            } else {
                j++;
            }
        }
        return false;
    }

    private static void findIpv6(AddressSet one, AddressSet other, AddressSetBuilder shared) {
        int i = 0;
        int j = 0;
        while (i < one.ipv6Count() && j < other.ipv6Count()) {
            boolean startsLater = AddressSet.compare(
                            one.ipv6FirstHigh(i), one.ipv6FirstLow(i), other.ipv6FirstHigh(j), other.ipv6FirstLow(j))
                    > 0;
            long firstHigh = startsLater ? one.ipv6FirstHigh(i) : other.ipv6FirstHigh(j);
            long firstLow = startsLater ? one.ipv6FirstLow(i) : other.ipv6FirstLow(j);
            boolean endsEarlier = AddressSet.compare(
                            one.ipv6LastHigh(i), one.ipv6LastLow(i), other.ipv6LastHigh(j), other.ipv6LastLow(j))
                    < 0;
            long lastHigh = endsEarlier ? one.ipv6LastHigh(i) : other.ipv6LastHigh(j);
            long lastLow = endsEarlier ? one.ipv6LastLow(i) : other.ipv6LastLow(j);
            if (AddressSet.compare(firstHigh, firstLow, lastHigh, lastLow) <= 0) {
                shared.addRange(Cidr.IPV6, firstHigh, firstLow, lastHigh, lastLow);
                return;
            }
            if (endsEarlier) {
                i++;
            } else {
                j++;
            }
        }
    }

    private static long unsigned(int address) {
        return Integer.toUnsignedLong(address);
    }
}
