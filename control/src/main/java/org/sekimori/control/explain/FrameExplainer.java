package org.sekimori.control.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekimori.control.reload.PolicyFile;
import org.sekimori.dataplane.agent.FrameTrial;
import org.sekimori.dataplane.agent.PacketWitness;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.pcap.CaptureFrame;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.Policy;
import org.sekimori.policy.explain.Explanation;
import org.sekimori.policy.explain.PacketWords;
import org.sekimori.policy.explain.RuleWalk;

/**
 * Explains frames of captures: the engine's own judge sees every frame in turn, so that one is explained with what those
 * before it left behind; for that one the rules are walked in the table's place.
 */
public final class FrameExplainer {
    private final Policy policy;
    private final RuleWalk walk;
    private final FrameTrial trial;
    private final FrameSlot slot = new FrameSlot();

    /** Explains by that policy; nothing is remembered yet. */
    public FrameExplainer(String source, Policy policy) {
        this.policy = policy;
        walk = new RuleWalk(policy);
        trial = new FrameTrial(PolicyFile.compile(source, policy));
    }

    /** A frame that comes before the one to be explained. */
    public void judge(CaptureFrame frame, Direction direction) {
        wrap(frame, direction);
        trial.judge(slot);
    }

    /** Judges the frame and says how. */
    public FrameExplanation explain(String subject, CaptureFrame frame, Direction direction) {
        wrap(frame, direction);
        Layers layers = new Layers();
        trial.judge(slot, layers);
        return new FrameExplanation(
                subject, policy, direction, layers.layers, slot.verdict(), Reason.of(slot.reason()));
    }

    private void wrap(CaptureFrame frame, Direction direction) {
        slot.frame().wrap(frame.bytes());
        slot.received(frame.wireLength(), frame.timestampNs(), 0);
        slot.linkType(frame.linkType());
        slot.ingress(direction.ordinal());
    }

    /** Writes down how each packet of a frame is judged. */
    private final class Layers implements PacketWitness {
        private final List<LayerExplanation> layers = new ArrayList<>();
        private Explanation rules;

        @Override
        public int evaluate(MatchFields fields, PacketMemory memory) {
            rules = walk.explain(fields, memory);
            return rules.verdict();
        }

        @Override
        public void onJudged(MatchFields fields, int verdict, Reason reason) {
            boolean isDecoded = fields.ipVersion() != 0;
            String packet = isDecoded ? PacketWords.of(fields).toString() : "";
            layers.add(new LayerExplanation(packet, Optional.ofNullable(rules), verdict, reason));
            rules = null;
        }
    }
}
