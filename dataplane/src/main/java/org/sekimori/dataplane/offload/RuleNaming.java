package org.sekimori.dataplane.offload;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.RuleHolder;
import org.sekimori.policy.PolicyTable;

/** Counters for rules of policies that aren't in force; a rule gets one when it is first to be counted. */
record RuleNaming(BoxCounters counters) {
    /** The counters of that policy's rules, by rule index. */
    IntUnaryOperator of(PolicyTable table) {
        return rule -> counters.ruleCounters(RuleHolder.NOBODY, List.of(table.ruleName(rule)))[0];
    }
}
