package org.sekimori.policy.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sekimori.policy.Direction;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;
import org.sekimori.policy.image.CandidateDescriptor;
import org.sekimori.policy.range.Ranges;

/** Works out which rules are worth trying for which packets. */
final class CandidateLists {
    private static final int PORT_COUNT = PortRange.MAX_PORT + 1;

    private final List<Rule> rules;
    private final int[] packed;

    CandidateLists(List<Rule> rules) {
        this.rules = rules;
        packed = new int[rules.size()];
        Arrays.setAll(packed, i -> Candidates.of(rules.get(i), i));
    }

    /** Ports from first to last, which have the same candidates. */
    record Span(PortRange ports, int[] candidates) {}

    /** Takes the spans of a port table as they are found, in order of ports. */
    interface SpanConsumer {
        void accept(Span span);
    }

    /** Every protocol some rule names. */
    Set<Integer> namedProtocols() {
        Set<Integer> named = new HashSet<>();
        rules.forEach(rule -> named.addAll(rule.traffic().protocols()));
        return named;
    }

    /** The candidates for packets without ports; a number that no rule names stands for every such protocol. */
    int[] withoutPorts(Direction direction, int ipProtocol) {
        BitSet active = new BitSet();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.direction() == direction
                    && rule.traffic().hasProtocol(ipProtocol)
                    && !rule.traffic().namesPorts()) {
                active.set(i);
            }
        }
        return candidates(active);
    }

    /** The candidates for UDP or TCP, by destination port: sweeps over the ports where some rule begins or ends. */
    void byDestinationPort(Direction direction, int ipProtocol, SpanConsumer consumer) {
        BitSet active = new BitSet();
        List<Edge> edges = edges(direction, ipProtocol);
        TreeSet<Integer> ports = new TreeSet<>();
        ports.add(0);
        edges.forEach(edge -> ports.add(edge.port()));
        int next = 0;
        for (int port : ports) {
            while (next < edges.size() && edges.get(next).port() == port) {
                Edge edge = edges.get(next++);
                active.set(edge.ruleIndex(), edge.begins());
            }
            Integer nextPort = ports.higher(port);
            int last = nextPort == null ? PortRange.MAX_PORT : nextPort - 1;
            consumer.accept(new Span(new PortRange(port, last), candidates(active)));
        }
    }

    private record Edge(int port, int ruleIndex, boolean begins) {}

    private List<Edge> edges(Direction direction, int ipProtocol) {
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            if (rule.direction() == direction && rule.traffic().hasProtocol(ipProtocol)) {
                for (PortRange range : destinationPorts(rule)) {
                    edges.add(new Edge(range.first(), i, true));
                    if (range.last() + 1 < PORT_COUNT) {
                        edges.add(new Edge(range.last() + 1, i, false));
                    }
                }
            }
        }
        edges.sort(Comparator.comparingInt(Edge::port));
        return edges;
    }

    private static List<PortRange> destinationPorts(Rule rule) {
        List<PortRange> ports = rule.traffic().destinationPorts();
        return ports.isEmpty() ? List.of(new PortRange(0, PortRange.MAX_PORT)) : Ranges.mergePorts(ports);
    }

    /** The active rules in order, up to the first that decides every packet that comes so far; the last is marked. */
    private int[] candidates(BitSet active) {
        int[] candidates = new int[active.cardinality()];
        int count = 0;
        for (int i = active.nextSetBit(0); i >= 0; i = active.nextSetBit(i + 1)) {
            candidates[count++] = packed[i];
            if (Candidates.decidesAll(packed[i])) {
                break;
            }
        }
        if (count > 0) {
            candidates[count - 1] |= CandidateDescriptor.LAST;
        }
        return Arrays.copyOf(candidates, count);
    }
}
