package org.sekimori.control.explain;

import java.util.List;
import org.sekimori.control.replay.FrameVerdict;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.Direction;
import org.sekimori.policy.Policy;
import org.sekimori.policy.Verdict;

/**
 * How one frame was judged.
 *
 * @param subject what was explained, in words
 * @param policy  by what
 * @param layers  the IP packets that were judged, outermost first; none for a frame that carries no IP
 * @param verdict the frame's, a packed {@link Verdict}
 * @param reason  why, where no rule's match of the headers was it
 */
public record FrameExplanation(
        String subject, Policy policy, Direction direction, List<LayerExplanation> layers, int verdict, Reason reason) {
    /** Copies the layers. */
    public FrameExplanation {
        layers = List.copyOf(layers);
    }

    /** Name of the rule that decided; empty if none did. */
    public String rule() {
        return ruleName(verdict);
    }

    /** The verdict's word. */
    public String word() {
        return FrameVerdict.word(Verdict.isDrop(verdict));
    }

    String ruleName(int packed) {
        int rule = Verdict.ruleIndex(packed);
        return rule == Verdict.NO_RULE ? "" : policy.rules().get(rule).name();
    }
}
