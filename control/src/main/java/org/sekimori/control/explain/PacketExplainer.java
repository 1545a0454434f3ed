package org.sekimori.control.explain;

import java.util.List;
import java.util.Optional;
import org.sekimori.control.reload.PolicyFile;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.Mode;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.Policy;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.explain.Explanation;
import org.sekimori.policy.explain.PacketWords;
import org.sekimori.policy.explain.RuleWalk;

/**
 * Explains a packet nobody has captured, with a memory that answers as it is told.
 *
 * @param isSolicited whether the inside asked for it
 * @param isOverLimit whether every limit is used up
 */
public record PacketExplainer(boolean isSolicited, boolean isOverLimit) implements PacketMemory {
    /** Says how the packet would be judged. */
    public FrameExplanation explain(String source, Policy policy, MatchFields fields) {
        boolean isLanSource = fields.direction() == Direction.INBOUND
                && PolicyFile.compile(source, policy).isLanSource(fields);
        Optional<Explanation> rules =
                isLanSource ? Optional.empty() : Optional.of(new RuleWalk(policy).explain(fields, this));
        int verdict = rules.map(Explanation::verdict).orElse(Verdict.drop(Verdict.NO_RULE));
        Reason reason = isLanSource ? Reason.LAN_SOURCE : Reason.NONE;
        LayerExplanation layer = new LayerExplanation(PacketWords.of(fields).toString(), rules, verdict, reason);
        boolean isOnlyWatched = policy.mode() == Mode.MONITOR && Verdict.isDrop(verdict);
        int settled = isOnlyWatched ? Verdict.pass(Verdict.ruleIndex(verdict)) : verdict;
        return new FrameExplanation("a packet", policy, fields.direction(), List.of(layer), settled, reason);
    }

    @Override
    public void onMonitorMatch(int ruleIndex) {}

    @Override
    public boolean isSolicited(MatchFields fields) {
        return isSolicited;
    }

    @Override
    public boolean exceedsLimit(int ruleIndex, MatchFields fields) {
        return isOverLimit;
    }

    @Override
    public boolean exceedsAllowance(int ruleIndex, MatchFields fields) {
        return isOverLimit;
    }
}
