package org.sekimori.dataplane.ebpf.policy;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.dataplane.agent.PacketWitness;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.Verdict;

/** Applies the rules as the judge would, and notes whether that asked memory, and what would have fallen if it may. */
final class TwinWitness implements PacketWitness, PacketMemory {
    private final PolicyTable table;
    private final List<Integer> watched = new ArrayList<>();
    private PacketMemory memory = PacketMemory.NONE;
    private boolean isAsked;
    private boolean isFollowed;
    private boolean isPassedByRule;
    private boolean isDroppedByDefault;
    private boolean isDropped;

    TwinWitness(PolicyTable table) {
        this.table = table;
    }

    void forget() {
        watched.clear();
        isAsked = false;
        isFollowed = false;
        isPassedByRule = false;
        isDroppedByDefault = false;
        isDropped = false;
    }

    /** Whether memory was asked. */
    boolean isAsked() {
        return isAsked;
    }

    /** Whether memory follows flows or counts connections, and has to see the frame if it leaves. */
    boolean isFollowed() {
        return isFollowed;
    }

    /** Whether the frame is to be dropped, were the policy not only watching. */
    boolean isDrop() {
        return isDropped || isDroppedByDefault && !isPassedByRule;
    }

    /** Rules that only watch and matched. */
    List<Integer> watched() {
        return watched;
    }

    @Override
    public int evaluate(MatchFields fields, PacketMemory asked) {
        memory = asked;
        return table.evaluate(fields, this);
    }

    @Override
    public void onJudged(MatchFields fields, int verdict, Reason reason) {
        boolean isDefault = Verdict.ruleIndex(verdict) == Verdict.NO_RULE && reason == Reason.NONE;
        isAsked |= fields.fragment() != MatchFields.WHOLE;
        isFollowed |=
                table.flows().concerns(fields) || table.asksForConnections() && fields.ipProtocol() == IpProtocol.TCP;
        isDropped |= Verdict.isDrop(verdict) && !isDefault;
        isDroppedByDefault |= Verdict.isDrop(verdict) && isDefault;
        isPassedByRule |= !Verdict.isDrop(verdict) && !isDefault;
    }

    @Override
    public void onMonitorMatch(int ruleIndex) {
        watched.add(ruleIndex);
        memory.onMonitorMatch(ruleIndex);
    }

    @Override
    public boolean isSolicited(MatchFields fields) {
        isAsked = true;
        return memory.isSolicited(fields);
    }

    @Override
    public boolean exceedsLimit(int ruleIndex, MatchFields fields) {
        isAsked = true;
        return memory.exceedsLimit(ruleIndex, fields);
    }

    @Override
    public boolean exceedsAllowance(int ruleIndex, MatchFields fields) {
        isAsked = true;
        return memory.exceedsAllowance(ruleIndex, fields);
    }
}
