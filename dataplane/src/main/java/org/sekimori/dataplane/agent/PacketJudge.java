package org.sekimori.dataplane.agent;

import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.state.FragmentMemory;
import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.Verdict;

/** Judges one IP packet of a frame. Belongs to one worker. */
class PacketJudge {
    private static final int NONE = Reason.NONE.ordinal();

    private final WorkerMemory memory;
    private PolicyTable table;
    private int reason;

    PacketJudge(WorkerMemory memory) {
        this.memory = memory;
    }

    /** The policy for the packets to come. */
    void policy(PolicyTable value) {
        table = value;
    }

    /** An ordinal of {@link Reason}: why the verdict given last fell, if no rule's match of the packet's headers was it. */
    int reason() {
        return reason;
    }

    /**
     * Judges a packet.
     *
     * @param decoded an ordinal of {@link Reason}: what the decoder said of it
     * @return a packed {@link Verdict}; without rule and reason it is only the default
     */
    int judge(int decoded, MatchFields fields) {
        reason = decoded;
        if (decoded != NONE) {
            return withoutRules(Reason.of(decoded), fields.direction());
        }
        if (fields.direction() == Direction.INBOUND && table.isLanSource(fields)) {
            reason = Reason.LAN_SOURCE.ordinal();
            return Verdict.drop(Verdict.NO_RULE);
        }
        int verdict = evaluate(fields);
        boolean isRuleDrop = Verdict.isDrop(verdict) && Verdict.ruleIndex(verdict) != Verdict.NO_RULE;
        return fields.fragment() == MatchFields.WHOLE || isRuleDrop ? verdict : judgeFragment(fields, verdict);
    }

    /** What the rules say. */
    int evaluate(MatchFields fields) {
        return memory.evaluate(fields);
    }

    private int withoutRules(Reason why, Direction direction) {
        return why.isUndecodable() ? table.undecodable(direction) : table.malformed(direction);
    }

    /** What went before of the same packet counts for more than the default. */
    private int judgeFragment(MatchFields fields, int verdict) {
        int known = memory.fragmentVerdict(fields);
        if (known == FragmentMemory.DROPPED) {
            reason = Reason.FRAGMENT.ordinal();
            return Verdict.drop(memory.fragmentRule());
        }
        if (fields.fragment() == MatchFields.FIRST_FRAGMENT) {
            return verdict;
        }
        return known == FragmentMemory.PASSED ? judgeFollower(fields) : judgeOrphan(fields, verdict);
    }

    private int judgeFollower(MatchFields fields) {
        if (fields.fragmentOffset() < memory.fragmentJudgedEnd()) {
            reason = Reason.MALFORMED_FRAGMENT_OVERWRITE.ordinal();
            return table.malformed(fields.direction());
        }
        reason = Reason.FRAGMENT.ordinal();
        return Verdict.pass(memory.fragmentRule());
    }

    private int judgeOrphan(MatchFields fields, int verdict) {
        if (Verdict.ruleIndex(verdict) != Verdict.NO_RULE) {
            return verdict;
        }
        reason = Reason.FRAGMENT_ORPHAN.ordinal();
        return table.orphans(fields.direction());
    }
}
