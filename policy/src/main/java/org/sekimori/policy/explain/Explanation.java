package org.sekimori.policy.explain;

import java.util.List;
import java.util.Optional;

/**
 * How the rules judged one packet.
 *
 * @param packet  what the rules saw
 * @param verdict a packed {@link org.sekimori.policy.Verdict}
 * @param steps   every rule that was tried, in order; the last one decided, unless the default had to
 */
public record Explanation(PacketWords packet, int verdict, List<RuleStep> steps) {
    /** Copies the steps. */
    public Explanation {
        steps = List.copyOf(steps);
    }

    /** The rule that decided; none where the default did. */
    public Optional<RuleStep> deciding() {
        return steps.stream().filter(RuleStep::isLast).findFirst();
    }
}
