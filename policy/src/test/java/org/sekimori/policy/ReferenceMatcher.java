package org.sekimori.policy;

import java.util.ArrayList;
import java.util.List;

/** Judges packets the slow and obvious way, straight from the rules. */
public final class ReferenceMatcher {
    private final Policy policy;

    public ReferenceMatcher(Policy policy) {
        this.policy = policy;
    }

    /** What became of a packet. */
    public record Judgement(boolean drop, int ruleIndex, List<Integer> monitored) {}

    public Judgement judge(MatchFields fields) {
        List<Integer> monitored = new ArrayList<>();
        for (int i = 0; i < policy.rules().size(); i++) {
            Rule rule = policy.rules().get(i);
            if (matches(rule, fields)) {
                boolean allowed = holdsSource(rule.allowFrom(), fields);
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

    private static boolean matches(Rule rule, MatchFields fields) {
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
        if (!traffic.sources().isEmpty() && !holdsSource(traffic.sources(), fields)) {
            return false;
        }
        if (!traffic.destinations().isEmpty() && !holdsDestination(traffic.destinations(), fields)) {
            return false;
        }
        return switch (traffic.match()) {
            case ALL -> true;
            case REQUESTS -> fields.messageKind() == MessageKind.REQUEST;
            case REPLIES -> fields.messageKind() == MessageKind.REPLY;
        };
    }

    private static boolean holdsPort(List<PortRange> ranges, boolean hasPorts, int port) {
        if (ranges.isEmpty()) {
            return true;
        }
        return hasPorts && ranges.stream().anyMatch(range -> range.contains(port));
    }

    private static boolean holdsSource(List<Cidr> networks, MatchFields fields) {
        return networks.stream()
                .anyMatch(network -> network.contains(fields.ipVersion(), fields.sourceHigh(), fields.sourceLow()));
    }

    private static boolean holdsDestination(List<Cidr> networks, MatchFields fields) {
        return networks.stream()
                .anyMatch(network ->
                        network.contains(fields.ipVersion(), fields.destinationHigh(), fields.destinationLow()));
    }
}
