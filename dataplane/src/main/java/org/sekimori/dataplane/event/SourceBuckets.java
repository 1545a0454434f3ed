package org.sekimori.dataplane.event;

import org.sekimori.dataplane.frame.SourceHash;
import org.sekimori.policy.MatchFields;

/**
 * A bucket and a count of what was kept silent for each source heard of lately: {@link #ENTRIES} of them, in sets of
 * {@link #WAYS} by a keyed hash. A new source takes the place of the one in its set whose bucket is full first, so a
 * flood of forged sources makes sources forgotten here; then the limit of the rule holds. Belongs to one worker.
 */
final class SourceBuckets {
    static final int WAYS = 4;
    static final int ENTRIES = 4096;

    private static final int HIGH = 0;
    private static final int LOW = 1;
    private static final int FULL_AT = 2;
    private static final int SUPPRESSED = 3;
    private static final int ENTRY_WORDS = 4;
    static final int SET_WORDS = WAYS * ENTRY_WORDS;
    private static final int SETS = ENTRIES / WAYS;

    /** Low half of a key that stands for a whole IPv6 /64: no IPv4 address looks like it. */
    private static final long WHOLE_PREFIX = -1;

    private final long[] words = new long[ENTRIES * ENTRY_WORDS];
    private final EventRate rate;
    private final SourceHash hash;

    SourceBuckets(EventRate rate, long seed) {
        this.rate = rate;
        hash = new SourceHash(seed);
    }

    /** Place of the bucket of the packet's source, a full one if it is new. */
    int entry(MatchFields packet) {
        boolean isIpv6 = packet.ipVersion() == 6;
        long high = packet.sourceHigh();
        long low = isIpv6 ? WHOLE_PREFIX : packet.sourceLow();
        int set = set(high, low);
        int oldest = set;
        for (int entry = set; entry < set + SET_WORDS; entry += ENTRY_WORDS) {
            if (words[entry + HIGH] == high && words[entry + LOW] == low) {
                return entry;
            }
            if (words[entry + FULL_AT] < words[oldest + FULL_AT]) {
                oldest = entry;
            }
        }
        words[oldest + HIGH] = high;
        words[oldest + LOW] = low;
        words[oldest + FULL_AT] = 0;
        words[oldest + SUPPRESSED] = 0;
        return oldest;
    }

    private int set(long high, long low) {
        return (hash.of(high, low) & SETS - 1) * SET_WORDS;
    }

    boolean hasToken(int entry, long nowNs) {
        return rate.hasToken(words[entry + FULL_AT], nowNs);
    }

    /** Takes the token that is there. */
    void take(int entry, long nowNs) {
        words[entry + FULL_AT] = rate.afterTaking(words[entry + FULL_AT], nowNs);
    }

    void suppress(int entry) {
        words[entry + SUPPRESSED]++;
    }

    /** How many were kept silent since this was asked last. */
    long takeSuppressed(int entry) {
        long count = words[entry + SUPPRESSED];
        words[entry + SUPPRESSED] = 0;
        return count;
    }
}
