package org.sekimori.dataplane.event;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.RuleNames;
import org.sekimori.dataplane.linux.LargeMemory;

/**
 * A bucket and a count of what was kept silent for each rule, by its counter, and for each reason behind the rules.
 * Belongs to one worker.
 */
final class RuleBuckets {
    private static final int FULL_AT = 0;
    private static final int SUPPRESSED = 8;
    private static final int ENTRY_LENGTH = 16;
    private static final int ENTRIES = RuleNames.MAX_RULES + Reason.values().length;

    private final UnsafeBuffer entries = LargeMemory.allocate(ENTRIES * ENTRY_LENGTH);
    private final EventRate rate;

    RuleBuckets(EventRate rate) {
        this.rate = rate;
    }

    /** Place of the bucket for what that rule decided, or that reason if no rule did. */
    static int entry(int ruleCounter, int reason) {
        return (ruleCounter >= 0 ? ruleCounter : RuleNames.MAX_RULES + reason) * ENTRY_LENGTH;
    }

    boolean hasToken(int entry, long nowNs) {
        return rate.hasToken(entries.getLong(entry + FULL_AT), nowNs);
    }

    /** Takes the token that is there. */
    void take(int entry, long nowNs) {
        entries.putLong(entry + FULL_AT, rate.afterTaking(entries.getLong(entry + FULL_AT), nowNs));
    }

    void suppress(int entry, long count) {
        entries.putLong(entry + SUPPRESSED, entries.getLong(entry + SUPPRESSED) + count);
    }

    /** How many were kept silent since this was asked last. */
    long takeSuppressed(int entry) {
        long count = entries.getLong(entry + SUPPRESSED);
        entries.putLong(entry + SUPPRESSED, 0);
        return count;
    }
}
