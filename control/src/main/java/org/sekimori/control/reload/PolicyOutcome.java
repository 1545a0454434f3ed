package org.sekimori.control.reload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.policy.text.Finding;

/**
 * What came of a wish to change the policy in force.
 *
 * @param findings on the text, where there is one
 * @param reasons  why nothing has changed, or what else is to be said, a line each
 * @param entry    of the history, where there is one
 * @param epoch    the box's number of the policy in force; 0 where it isn't known
 */
public record PolicyOutcome(
        Kind kind, List<Finding> findings, List<String> reasons, Optional<HistoryEntry> entry, long epoch) {
    /** In what way it ended. */
    public enum Kind {
        /** The policy is in force for good. */
        IN_FORCE,
        /** The policy is in force, and waits for confirmation. */
        UNCONFIRMED,
        /** The policy can't be used; nothing has changed. */
        BAD_POLICY,
        /** What is asked for isn't there, or doesn't go together with how things are; nothing has changed. */
        CONFLICT,
        /** Another policy is in force than the author expected; nothing has changed. */
        STALE,
        /** The box won't; nothing has changed. */
        BOX_REFUSED,
        /** No box answers; nothing has changed. */
        UNREACHABLE,
        /** No box answers; it gets the policy as soon as one does. */
        WAITING;

        /** Whether what was wished is so, or will be. */
        public boolean isDone() {
            return this == IN_FORCE || this == UNCONFIRMED || this == WAITING;
        }

        /** The stable, lower-case word in machine-readable output. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Copies the lists. */
    public PolicyOutcome {
        findings = List.copyOf(findings);
        reasons = List.copyOf(reasons);
    }

    static PolicyOutcome refused(Kind kind, String reason) {
        return new PolicyOutcome(kind, List.of(), List.of(reason), Optional.empty(), 0);
    }

    static PolicyOutcome bad(Candidate candidate) {
        return new PolicyOutcome(Kind.BAD_POLICY, candidate.findings(), candidate.refusals(), Optional.empty(), 0);
    }

    /** Whether the box does, or will do, what was wished. */
    public boolean isDone() {
        return kind.isDone();
    }

    /** The same, with something more to be said. */
    PolicyOutcome with(String reason) {
        List<String> all = new ArrayList<>(reasons);
        all.add(reason);
        return new PolicyOutcome(kind, findings, all, entry, epoch);
    }
}
