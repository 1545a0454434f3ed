package org.sekimori.policy;

import java.util.ArrayList;
import java.util.List;

/** Judges packets the slow and obvious way, straight from the rules; what only memory can tell, it asks the same one. */
public final class ReferenceMatcher {
    private final Policy policy;

    public ReferenceMatcher(Policy policy) {
        this.policy = policy;
    }

    /** What became of a packet. */
    public record Judgement(boolean drop, int ruleIndex, List<Integer> monitored) {}

    public Judgement judge(MatchFields fields, PacketMemory memory) {
        List<Integer> monitored = new ArrayList<>();
        for (int i = 0; i < policy.rules().size(); i++) {
            Rule rule = policy.rules().get(i);
            if (matches(rule, fields, memory)) {
                boolean allowed = holds(rule.allowFrom(), fields.ipVersion(), fields.sourceHigh(), fields.sourceLow())
                        && (fields.ipProtocol() != IpProtocol.UDP || !memory.exceedsAllowance(i, fields));
                if (!allowed && rule.limit().isPresent()) {
                    boolean exceeds = memory.exceedsLimit(i, fields);
                    if (rule.action() == Action.DROP ? !exceeds : exceeds) {
                        continue;
                    }
                }
                if (rule.mode() == Mode.ENFORCE) {
                    return new Judgement(!allowed && rule.action() == Action.DROP, i, monitored);
                }
                if (!allowed) {
                    monitored.add(i);
                }
            }
        }
        return new Judgement(policy.defaults().of(fields.direction()) == Action.DROP, Verdict.NO_RULE, monitored);
    }

    private static boolean matches(Rule rule, MatchFields fields, PacketMemory memory) {
        Traffic traffic = rule.traffic();
        if (rule.direction() != fields.direction()) {
            return false;
        }
        if (!traffic.protocols().isEmpty() && !traffic.protocols().contains(fields.ipProtocol())) {
            return false;
        }
        if (!holdsPort(traffic.sourcePorts(), fields.hasPorts(), fields.sourcePort())) {
            return false;
        }
        if (!holdsPort(traffic.destinationPorts(), fields.hasPorts(), fields.destinationPort())) {
            return false;
        }
        if (!traffic.sources().isEmpty()
                && !holds(traffic.sources(), fields.ipVersion(), fields.sourceHigh(), fields.sourceLow())) {
            return false;
        }
        if (!traffic.destinations().isEmpty()
                && !holds(
                        traffic.destinations(),
                        fields.ipVersion(),
                        fields.destinationHigh(),
                        fields.destinationLow())) {
            return false;
        }
        return switch (traffic.match()) {
            case ALL -> true;
            case REQUESTS -> fields.messageKind() == MessageKind.REQUEST;
            case REPLIES -> fields.messageKind() == MessageKind.REPLY;
            case SOLICITED -> memory.isSolicited(fields);
            case UNSOLICITED -> !memory.isSolicited(fields);
        };
    }

    private static boolean holdsPort(List<PortRange> ranges, boolean hasPorts, int port) {
        if (ranges.isEmpty()) {
            return true;
        }
        return hasPorts && ranges.stream().anyMatch(range -> range.contains(port));
    }

    private static boolean holds(AddressSet set, int ipVersion, long high, long low) {
        return set.networks().stream().anyMatch(network -> network.contains(ipVersion, high, low));
    }
}
