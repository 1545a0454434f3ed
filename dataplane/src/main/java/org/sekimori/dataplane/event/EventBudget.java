package org.sekimori.dataplane.event;

import java.security.SecureRandom;
import org.sekimori.policy.MatchFields;

/**
 * What may be told, by rule and by source: an event takes a token of both or none. Counts what was kept silent. Belongs to
 * one worker.
 */
final class EventBudget {
    private final RuleBuckets rules;
    private final SourceBuckets sources;
    private int rule;
    private int source;

    EventBudget(EventOptions options) {
        rules = new RuleBuckets(EventRate.of(options.perRulePerSecond(), options.ruleBurst()));
        sources = new SourceBuckets(
                EventRate.of(options.perSourcePerSecond(), options.sourceBurst()), new SecureRandom().nextLong());
    }

    /**
     * Whether a packet may be told of; then {@link #take} is next, or {@link #suppress}. The rule is looked at first, since it
     * is one look: while it has no token, no source is looked up, nor forgotten for another's sake.
     *
     * @param entry by {@link RuleBuckets#entry}
     */
    boolean admits(int entry, MatchFields packet, long nowNs) {
        rule = entry;
        if (!rules.hasToken(rule, nowNs)) {
            rules.suppress(rule, 1);
            return false;
        }
        source = sources.entry(packet);
        if (!sources.hasToken(source, nowNs)) {
            rules.suppress(rule, 1);
            sources.suppress(source);
            return false;
        }
        return true;
    }

    /** Takes the tokens that are there. */
    void take(long nowNs) {
        rules.take(rule, nowNs);
        sources.take(source, nowNs);
    }

    /** Keeps silent all the same about what was admitted. */
    void suppress() {
        rules.suppress(rule, 1);
    }

    /** So many frames of that entry aren't known any closer. */
    void suppress(int entry, long frames) {
        rules.suppress(entry, frames);
    }

    long takeSuppressedOfRule() {
        return rules.takeSuppressed(rule);
    }

    long takeSuppressedOfSource() {
        return sources.takeSuppressed(source);
    }
}
