package org.sekimori.dataplane.agent;

import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.dataplane.frame.FrameDecoder;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.Verdict;

/**
 * Decodes a frame, asks the policy, writes the verdict into the slot and counts it. Belongs to one worker, as do the
 * decoder, the fields and the tally it uses.
 *
 * <p>A frame that carries no IP passes: policies speak of IP only, and a bridge that lost ARP or STP would cut the line.
 */
final class FrameJudge implements PacketMemory {
    private static final Direction[] DIRECTION_BY_INGRESS = {Direction.INBOUND, Direction.OUTBOUND};

    private final FrameDecoder decoder = new FrameDecoder();
    private final MatchFields fields = new MatchFields();
    private final VerdictCounters counters;
    private ActivePolicy policy;

    FrameJudge(VerdictCounters counters) {
        this.counters = counters;
    }

    /** The policy for the frames to come; once a batch. */
    void policy(ActivePolicy value) {
        policy = value;
    }

    void judge(FrameSlot slot) {
        int ingress = slot.ingress();
        fields.direction(DIRECTION_BY_INGRESS[ingress]);
        int decoded = decoder.decode(slot.frame(), slot.wireLength(), slot.linkType(), fields);
        int verdict = decoded == Reason.NONE.ordinal() ? policy.table().evaluate(fields, this) : withoutRules(decoded);
        boolean dropped = Verdict.isDrop(verdict);
        int reason = decoded == FrameDecoder.NOT_IP ? Reason.NONE.ordinal() : decoded;
        slot.judged(verdict, reason, policy.epoch());
        count(ingress, verdict, reason, dropped);
    }

    private int withoutRules(int decoded) {
        if (decoded == FrameDecoder.NOT_IP) {
            return Verdict.pass(Verdict.NO_RULE);
        }
        PolicyTable table = policy.table();
        return Reason.of(decoded).isUndecodable()
                ? table.undecodable(fields.direction())
                : table.malformed(fields.direction());
    }

    private void count(int ingress, int verdict, int reason, boolean dropped) {
        counters.countDirection(ingress, dropped);
        int rule = Verdict.ruleIndex(verdict);
        if (rule != Verdict.NO_RULE) {
            counters.countRule(policy.ruleCounters()[rule], dropped);
        } else if (reason != Reason.NONE.ordinal()) {
            counters.countReason(reason, dropped);
        }
    }

    @Override
    public void onMonitorMatch(int ruleIndex) {
        counters.countMonitored(policy.ruleCounters()[ruleIndex]);
    }
}
