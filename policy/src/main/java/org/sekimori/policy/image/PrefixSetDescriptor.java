package org.sekimori.policy.image;

/**
 * Addresses as disjoint ranges in ascending order, compared without sign; IPv4 and IPv6 apart.
 *
 * <pre>
 *   0                   4                   8
 *  +-------------------+-------------------+
 *  | count of IPv4     | count of IPv6     |   at least one range in all
 *  +-------------------+-------------------+
 *  | first             | last              |   IPv4, 8 bytes each
 *  +-------------------+-------------------+
 *  | ...                                   |
 *  +---------------------------------------+
 *  | first, upper half                     |   IPv6, 32 bytes each
 *  | first, lower half                     |
 *  | last, upper half                      |
 *  | last, lower half                      |
 *  +---------------------------------------+
 *  | ...                                   |
 *  +---------------------------------------+
 * </pre>
 */
public final class PrefixSetDescriptor {
    public static final int IPV4_COUNT_OFFSET = 0;
    public static final int IPV6_COUNT_OFFSET = 4;
    public static final int RANGES_OFFSET = 8;

    public static final int IPV4_LAST_OFFSET = 4;
    public static final int IPV4_RANGE_LENGTH = 8;

    public static final int IPV6_FIRST_LOW_OFFSET = 8;
    public static final int IPV6_LAST_HIGH_OFFSET = 16;
    public static final int IPV6_LAST_LOW_OFFSET = 24;
    public static final int IPV6_RANGE_LENGTH = 32;

    private PrefixSetDescriptor() {}

    /** Bytes a set of so many ranges takes; long, since counts may be anything before they are checked. */
    public static long length(int ipv4Count, int ipv6Count) {
        return RANGES_OFFSET + (long) ipv4Count * IPV4_RANGE_LENGTH + (long) ipv6Count * IPV6_RANGE_LENGTH;
    }
}
