package org.sekimori.policy.explain;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.Mode;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Verdict;

/**
 * Holds packets against a policy's rules one by one, as {@link PolicyTable#evaluate} does by table, and writes down what
 * it sees. Slow; the two never disagree, which a test makes sure of.
 */
public final class RuleWalk {
    private final Policy policy;

    public RuleWalk(Policy policy) {
        this.policy = policy;
    }

    /** Judges the packet; the memory is told and asked the same, in the same order, as by the table. */
    public Explanation explain(MatchFields fields, PacketMemory memory) {
        PacketWords packet = PacketWords.of(fields);
        List<RuleStep> steps = new ArrayList<>();
        for (int i = 0; i < policy.rules().size(); i++) {
            RuleStep step = step(i, fields, memory);
            steps.add(step);
            if (step.isLast()) {
                return new Explanation(packet, verdict(step), steps);
            }
            if (step.outcome() == Outcome.WATCHED) {
                memory.onMonitorMatch(i);
            }
        }
        Direction direction = fields.direction();
        return new Explanation(packet, policy.defaults().of(direction).verdict(Verdict.NO_RULE), steps);
    }

    private static int verdict(RuleStep step) {
        return step.outcome() == Outcome.LET_BY
                ? Verdict.pass(step.ruleIndex())
                : step.rule().action().verdict(step.ruleIndex());
    }

    private RuleStep step(int ruleIndex, MatchFields fields, PacketMemory memory) {
        Rule rule = policy.rules().get(ruleIndex);
        RuleConditions conditions = new RuleConditions(rule, ruleIndex, fields, memory);
        Outcome outcome;
        if (!conditions.holdForTraffic()) {
            outcome = Outcome.PASSED_OVER;
        } else if (conditions.letsBy()) {
            outcome = rule.mode() == Mode.ENFORCE ? Outcome.LET_BY : Outcome.PASSED_OVER;
        } else if (!conditions.holdForLimit()) {
            outcome = Outcome.PASSED_OVER;
        } else {
            outcome = rule.mode() == Mode.ENFORCE ? Outcome.DECIDED : Outcome.WATCHED;
        }
        return new RuleStep(ruleIndex, rule, outcome, conditions.seen());
    }
}
