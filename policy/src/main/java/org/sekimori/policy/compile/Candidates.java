package org.sekimori.policy.compile;

import org.sekimori.policy.Action;
import org.sekimori.policy.Match;
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
                | CandidateDescriptor.kindMarks(kind(traffic.match()))
                | mark(CandidateDescriptor.DROP, rule.action() == Action.DROP)
                | mark(CandidateDescriptor.MONITOR, rule.mode() == Mode.MONITOR)
                | mark(CandidateDescriptor.SOURCE_PORTS, !traffic.sourcePorts().isEmpty())
                | mark(CandidateDescriptor.SOURCES, !traffic.sources().isEmpty())
                | mark(CandidateDescriptor.DESTINATIONS, !traffic.destinations().isEmpty())
                | mark(CandidateDescriptor.ALLOW_FROM, !rule.allowFrom().isEmpty())
                | mark(CandidateDescriptor.LIMIT, rule.limit().isPresent());
    }

    /** Whether a rule that is tried ends the evaluation, whatever the packet is. */
    static boolean decidesAll(int candidate) {
        return (candidate & (CandidateDescriptor.CONDITIONS | CandidateDescriptor.MONITOR)) == 0;
    }

    private static int kind(Match match) {
        return switch (match) {
            case ALL -> CandidateDescriptor.ANY_KIND;
            case REQUESTS -> CandidateDescriptor.REQUESTS;
            case REPLIES -> CandidateDescriptor.REPLIES;
            case SOLICITED -> CandidateDescriptor.SOLICITED;
            case UNSOLICITED -> CandidateDescriptor.UNSOLICITED;
        };
    }

    private static int mark(int mark, boolean holds) {
        return holds ? mark : 0;
    }
}
