package org.sekimori.dataplane.state;

import org.sekimori.policy.Limit;

/** The part of an address that a limit counts by: its leading bits, or for a limit per rule nothing. */
final class SourcePrefix {
    private static final int IPV4 = 4;
    private static final int IPV4_BITS = 32;
    private static final int HALF_BITS = 64;

    private SourcePrefix() {}

    /** The prefix's upper half; an IPv4 address lies in the lower one. */
    static long high(Limit limit, int ipVersion, long high) {
        if (limit.per() == Limit.Per.RULE || ipVersion == IPV4) {
            return 0;
        }
        return high & leadingOnes(limit.ipv6Prefix());
    }

    static long low(Limit limit, int ipVersion, long low) {
        if (limit.per() == Limit.Per.RULE) {
            return 0;
        }
        if (ipVersion == IPV4) {
            return low & leadingOnes(limit.ipv4Prefix() + HALF_BITS - IPV4_BITS);
        }
        return low & leadingOnes(limit.ipv6Prefix() - HALF_BITS);
    }

    private static long leadingOnes(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= HALF_BITS ? -1L : -1L << (HALF_BITS - bits);
    }
}
