package org.sekimori.policy.compile;

import java.util.List;
import org.sekimori.policy.Action;
import org.sekimori.policy.Mode;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;
import org.sekimori.policy.image.CandidateDescriptor;

/** Packs rules into {@link CandidateDescriptor}s. */
final class Candidates {
    private Candidates() {}

    static int of(Rule rule, int ruleIndex) {
        Traffic traffic = rule.traffic();
        return ruleIndex
                | CandidateDescriptor.kind(traffic.match().messageKind())
                | mark(CandidateDescriptor.DROP, rule.action() == Action.DROP)
                | mark(CandidateDescriptor.MONITOR, rule.mode() == Mode.MONITOR)
                | mark(CandidateDescriptor.SOURCE_PORTS, traffic.sourcePorts())
                | mark(CandidateDescriptor.SOURCES, traffic.sources())
                | mark(CandidateDescriptor.DESTINATIONS, traffic.destinations())
                | mark(CandidateDescriptor.ALLOW_FROM, rule.allowFrom());
    }

    /** Whether a rule that is tried ends the evaluation, whatever the packet is. */
    static boolean decidesAll(int candidate) {
        return (candidate & (CandidateDescriptor.CONDITIONS | CandidateDescriptor.MONITOR)) == 0;
    }

    private static int mark(int mark, List<?> set) {
        return mark(mark, !set.isEmpty());
    }

    private static int mark(int mark, boolean holds) {
        return holds ? mark : 0;
    }
}
