package org.sekimori.policy.explain;

import java.util.List;
import java.util.Optional;
import org.sekimori.policy.Rule;

/**
 * A packet held against one rule.
 *
 * @param ruleIndex  the rule's place in the policy, from 0
 * @param conditions what the rule asks for, in the order it was looked at, up to the first that doesn't hold
 */
public record RuleStep(int ruleIndex, Rule rule, Outcome outcome, List<Condition> conditions) {
    /** Copies the conditions. */
    public RuleStep {
        conditions = List.copyOf(conditions);
    }

    /** The condition that spoke against the rule, if one did. */
    public Optional<Condition> failed() {
        return conditions.stream().filter(condition -> !condition.holds()).findFirst();
    }

    /** Whether no later rule was tried. */
    public boolean isLast() {
        return outcome == Outcome.DECIDED || outcome == Outcome.LET_BY;
    }
}
