package org.sekimori.policy.image;

import org.agrona.concurrent.UnsafeBuffer;

/** Look-up in a {@link PrefixSetDescriptor}. */
public final class PrefixSet {
    private static final int IPV4 = 4;
    private static final int IPV6 = 6;

    private PrefixSet() {}

    /** Whether the address lies in the set; an address of neither version lies in none. */
    public static boolean contains(UnsafeBuffer image, int set, int ipVersion, long high, long low) {
        if (ipVersion == IPV4) {
            return (IntervalIndex.countNarrow(image, set, (int) low) & 1) != 0;
        }
        return ipVersion == IPV6 && (IntervalIndex.countWide(image, ipv6(image, set), high, low) & 1) != 0;
    }

    /** Where the index of IPv6 addresses lies. */
    static int ipv6(UnsafeBuffer image, int set) {
        return set + ImageWords.int32(image, set + IntervalIndexDescriptor.LENGTH_OFFSET);
    }
}
