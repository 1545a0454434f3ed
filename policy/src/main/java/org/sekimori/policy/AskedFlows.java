package org.sekimori.policy;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.image.CandidateDescriptor;
import org.sekimori.policy.image.CandidateLookup;
import org.sekimori.policy.image.PortSetDescriptor;
import org.sekimori.policy.image.RuleDescriptor;

/**
 * Which flows the rules of a policy may ask about, by protocol and ports; what goes out in any other need not be
 * remembered. Addresses are left out of it, so there may be more flows than the rules tell apart, never fewer. Immutable.
 */
public final class AskedFlows {
    /** Of a policy that asks about none. */
    public static final AskedFlows NONE = new AskedFlows();

    private static final int INBOUND = Direction.INBOUND.ordinal();

    private final BitSet protocols = new BitSet();
    private final Ports udp = new Ports();
    private final Ports tcp = new Ports();

    /** Flows of a protocol with ports are asked about if the inside's port is among these, or the outside's. */
    private static final class Ports {
        private final BitSet inside = new BitSet();
        private final BitSet outside = new BitSet();

        boolean contains(int insidePort, int outsidePort) {
            return inside.get(insidePort) || outside.get(outsidePort);
        }

        boolean covers(Ports other) {
            return AskedFlows.holds(inside, other.inside) && AskedFlows.holds(outside, other.outside);
        }

        boolean isEmpty() {
            return inside.isEmpty() && outside.isEmpty();
        }
    }

    private AskedFlows() {}

    /** All there are. */
    static AskedFlows all() {
        AskedFlows all = new AskedFlows();
        all.protocols.set(0, IpProtocol.MAX + 1);
        all.udp.inside.set(0, PortRange.MAX_PORT + 1);
        all.tcp.inside.set(0, PortRange.MAX_PORT + 1);
        return all;
    }

    /** Those of an image that has lists of candidates. */
    static AskedFlows of(UnsafeBuffer image) {
        AskedFlows flows = new AskedFlows();
        flows.addPorts(image, IpProtocol.UDP, flows.udp);
        flows.addPorts(image, IpProtocol.TCP, flows.tcp);
        for (int protocol = 0; protocol <= IpProtocol.MAX; protocol++) {
            boolean isAsked = !asking(image, CandidateLookup.find(image, INBOUND, protocol, false, 0))
                    .isEmpty();
            flows.protocols.set(protocol, isAsked);
        }
        return flows;
    }

    private void addPorts(UnsafeBuffer image, int ipProtocol, Ports ports) {
        int list = CandidateDescriptor.NONE;
        List<Integer> asking = List.of();
        for (int port = 0; port <= PortRange.MAX_PORT; port++) {
            int next = CandidateLookup.find(image, INBOUND, ipProtocol, true, port);
            if (next != list) {
                list = next;
                asking = asking(image, list);
            }
            for (int candidate : asking) {
                if ((candidate & CandidateDescriptor.SOURCE_PORTS) == 0) {
                    ports.inside.set(port);
                } else {
                    addSourcePorts(image, candidate, ports.outside);
                }
            }
        }
    }

    private static List<Integer> asking(UnsafeBuffer image, int list) {
        List<Integer> asking = new ArrayList<>();
        int offset = list;
        int candidate = list == CandidateDescriptor.NONE ? CandidateDescriptor.LAST : 0;
        while ((candidate & CandidateDescriptor.LAST) == 0) {
            candidate = image.getInt(offset, BYTE_ORDER);
            int kind = CandidateDescriptor.kind(candidate);
            if (kind == CandidateDescriptor.SOLICITED || kind == CandidateDescriptor.UNSOLICITED) {
                asking.add(candidate);
            }
            offset += CandidateDescriptor.LENGTH;
        }
        return asking;
    }

    private static void addSourcePorts(UnsafeBuffer image, int candidate, BitSet ports) {
        int rule = RuleDescriptor.offset(CandidateDescriptor.ruleIndex(candidate));
        int set = image.getInt(rule + RuleDescriptor.SOURCE_PORTS_OFFSET, BYTE_ORDER);
        for (int i = 0; i < image.getInt(set + PortSetDescriptor.COUNT_OFFSET, BYTE_ORDER); i++) {
            int at = set + PortSetDescriptor.RANGES_OFFSET + i * PortSetDescriptor.RANGE_LENGTH;
            int range = image.getInt(at, BYTE_ORDER);
            ports.set(PortSetDescriptor.first(range), PortSetDescriptor.last(range) + 1);
        }
    }

    /** Whether the packet goes out in such a flow. Neither allocates nor throws. */
    public boolean concerns(MatchFields fields) {
        if (fields.direction() != Direction.OUTBOUND) {
            return false;
        }
        if (!fields.hasPorts()) {
            return fields.ipProtocol() >= 0 && protocols.get(fields.ipProtocol());
        }
        return (fields.ipProtocol() == IpProtocol.UDP ? udp : tcp)
                .contains(fields.sourcePort(), fields.destinationPort());
    }

    /** Whether there are any of that protocol. */
    public boolean concerns(int ipProtocol) {
        return switch (ipProtocol) {
            case IpProtocol.UDP -> !udp.isEmpty();
            case IpProtocol.TCP -> !tcp.isEmpty();
            default -> protocols.get(ipProtocol);
        };
    }

    /** Ports of the inside whose flows are asked about, whatever the outside's; of UDP or TCP, in order, with gaps between. */
    public List<PortRange> insidePorts(int ipProtocol) {
        return ranges((ipProtocol == IpProtocol.UDP ? udp : tcp).inside);
    }

    /** Ports of the outside whose flows are asked about, whatever the inside's. */
    public List<PortRange> outsidePorts(int ipProtocol) {
        return ranges((ipProtocol == IpProtocol.UDP ? udp : tcp).outside);
    }

    /** Whether all of the others are among these. Neither allocates nor throws. */
    public boolean covers(AskedFlows others) {
        return holds(protocols, others.protocols) && udp.covers(others.udp) && tcp.covers(others.tcp);
    }

    private static boolean holds(BitSet all, BitSet some) {
        int end = 0;
        for (int first = some.nextSetBit(0); first >= 0; first = some.nextSetBit(end)) {
            end = some.nextClearBit(first);
            if (all.nextClearBit(first) < end) {
                return false;
            }
        }
        return true;
    }

    private static List<PortRange> ranges(BitSet ports) {
        List<PortRange> ranges = new ArrayList<>();
        for (int first = ports.nextSetBit(0); first >= 0; ) {
            int end = ports.nextClearBit(first);
            ranges.add(new PortRange(first, end - 1));
            first = ports.nextSetBit(end);
        }
        return ranges;
    }
}
