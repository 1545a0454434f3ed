package org.sekimori.dataplane.ebpf.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sekimori.dataplane.agent.PacketWitness;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.frame.UdpPorts;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.Verdict;

/** Applies the rules as the judge would, and notes whether that asked memory, and what would have fallen if it may. */
final class TwinWitness implements PacketWitness, PacketMemory {
    /** Services without a direction bit whose datagrams count as answers. */
    private static final Set<Integer> ANSWERING = Set.of(19, 11211);

    private static final Set<Integer> SERVICES = Set.of(19, 53, 123, 161, 389, 1900, 11211);
    /** Services of which a program can always tell questions from answers. */
    private static final Set<Integer> PLAIN_SERVICES = Set.of(53, 123);

    private final PolicyTable table;
    private final boolean keepsFlows;
    private final List<Integer> watched = new ArrayList<>();
    private PacketMemory memory = PacketMemory.NONE;
    private boolean isAsked;
    private boolean isFollowed;
    private boolean isUnsure;
    private boolean isPassedByRule;
    private boolean isDroppedByDefault;
    private boolean isDropped;

    TwinWitness(PolicyTable table, Station station) {
        this.table = table;
        keepsFlows = station.forwards() && !table.isMonitorOnly();
    }

    void forget() {
        watched.clear();
        isAsked = false;
        isFollowed = false;
        isUnsure = false;
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

    /** Whether a program may decide, but need not be able to tell questions from answers here. */
    boolean isUnsure() {
        return isUnsure;
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
        isFollowed |= table.flows().concerns(fields) && !isForgotten(fields)
                || table.asksForConnections() && fields.ipProtocol() == IpProtocol.TCP;
        isDropped |= Verdict.isDrop(verdict) && !isDefault;
        isDroppedByDefault |= Verdict.isDrop(verdict) && isDefault;
        isPassedByRule |= !Verdict.isDrop(verdict) && !isDefault;
    }

    @Override
    public void onMonitorMatch(int ruleIndex) {
        watched.add(ruleIndex);
        memory.onMonitorMatch(ruleIndex);
    }

    /** Whether it is an answer of the inside's that goes out, of which memory takes no note. */
    private boolean isForgotten(MatchFields fields) {
        int source = fields.sourcePort();
        boolean isPlain = !SERVICES.contains(source) || PLAIN_SERVICES.contains(source);
        boolean isAnswer = fields.messageKind() == MessageKind.REPLY
                || fields.sourceKind() == MessageKind.REPLY
                || ANSWERING.contains(source) && !SERVICES.contains(fields.destinationPort());
        if (!keepsFlows || fields.ipProtocol() != IpProtocol.UDP || !isAnswer) {
            return false;
        }
        isUnsure |= !isPlain || fields.destinationPort() == UdpPorts.LDAP || fields.destinationPort() == UdpPorts.SNMP;
        return true;
    }

    /** What comes from a service and is a question is nothing the inside asked for, whatever memory says. */
    @Override
    public boolean isSolicited(MatchFields fields) {
        boolean isQuestion = keepsFlows
                && fields.ipProtocol() == IpProtocol.UDP
                && fields.hasPorts()
                && fields.sourceKind() == MessageKind.REQUEST;
        isAsked |= !isQuestion;
        isUnsure |= !PLAIN_SERVICES.contains(fields.sourcePort());
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
