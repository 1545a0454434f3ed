package org.sekimori.dataplane.ebpf.policy;

import static org.sekimori.dataplane.ebpf.Register.R1;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.ebpf.flow.AnswerCode;
import org.sekimori.dataplane.ebpf.flow.FlowGate;
import org.sekimori.dataplane.ebpf.flow.TimeCode;
import org.sekimori.dataplane.ebpf.policy.AddressCode.Coverage;
import org.sekimori.dataplane.ebpf.walk.BehindIp;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.Inside;
import org.sekimori.dataplane.ebpf.walk.Machine;
import org.sekimori.dataplane.ebpf.walk.NumberTree;
import org.sekimori.dataplane.ebpf.walk.PortCode;
import org.sekimori.dataplane.frame.IpProtocols;
import org.sekimori.policy.AskedFlows;
import org.sekimori.policy.Traffic;

/** Looks behind IP's headers and finds the rules for what is there. */
final class TransportCode implements BehindIp {
    private static final int PROTOCOL_COUNT = 256;
    private static final int UDP_LENGTH = 8;
    private static final int TCP_LENGTH = 20;

    private final Draft draft;
    private final Assembler code;
    private final ImageRules rules;
    private final AddressCode addresses;
    private final RuleCode ruleCode;
    private final Exits exits;
    private final TimeCode time;
    private final boolean looksAtAddresses;

    private record PortsKey(int ipProtocol, int ipVersion) {}

    private record LanSourceKey() {}

    private record OtherKey(int list, Stage stage) {}

    TransportCode(Draft draft, ImageRules rules, AddressCode addresses, RuleCode ruleCode, Exits exits, TimeCode time) {
        this.draft = draft;
        this.rules = rules;
        this.addresses = addresses;
        this.ruleCode = ruleCode;
        this.exits = exits;
        this.time = time;
        code = draft.code();
        looksAtAddresses = rules.looksAtAddresses();
    }

    @Override
    public void write(int ipVersion, IntFunction<Label> headers) {
        code.jumpIf(Condition.EQUAL, Machine.PROTOCOL, IpProtocols.UDP, withPorts(IpProtocols.UDP, ipVersion))
                .jumpIf(Condition.EQUAL, Machine.PROTOCOL, IpProtocols.TCP, withPorts(IpProtocols.TCP, ipVersion));
        List<NumberTree.Range> ranges = new ArrayList<>();
        List<ImageRules.Span> spans = rules.byProtocol();
        int span = 0;
        for (int protocol = 0; protocol < PROTOCOL_COUNT; protocol++) {
            if (span + 1 < spans.size() && spans.get(span + 1).first() == protocol) {
                span++;
            }
            if (protocol != IpProtocols.UDP && protocol != IpProtocols.TCP) {
                Label header = headers.apply(protocol);
                Label target = header == null ? other(spans.get(span).list(), ipVersion, protocol) : header;
                ranges.add(new NumberTree.Range(protocol, target));
            }
        }
        NumberTree.write(code, Machine.PROTOCOL, ranges);
    }

    /** Where packets with ports go; one place for both IP versions, where addresses don't matter. */
    private Label withPorts(int ipProtocol, int ipVersion) {
        if (isFollowed(ipProtocol)) {
            return draft.handOn();
        }
        Object key = new PortsKey(ipProtocol, looksAtAddresses || keepsFlows(ipProtocol) ? ipVersion : 0);
        return draft.block(key, () -> writeWithPorts(ipProtocol, ipVersion));
    }

    /** Whether the box has to see all packets that would be sent on from here. */
    private boolean isFollowed(int ipProtocol) {
        AskedFlows flows = rules.followedFlows();
        boolean isAsked =
                PortCode.isAll(flows.insidePorts(ipProtocol)) || PortCode.isAll(flows.outsidePorts(ipProtocol));
        return sees()
                && (isAsked && !writesFlows(ipProtocol) || ipProtocol == IpProtocols.TCP && rules.followsConnections());
    }

    /** Whether a box is there that would see what is handed on from here. */
    private boolean sees() {
        return draft.station().forwards() && !draft.station().isAlone();
    }

    private boolean keepsFlows(int ipProtocol) {
        return ipProtocol == IpProtocols.UDP && (rules.writesFlows() || rules.readsFlows());
    }

    private boolean writesFlows(int ipProtocol) {
        return ipProtocol == IpProtocols.UDP && rules.writesFlows();
    }

    /** Hands on what goes out in a flow that is asked about, and finds out about the flow of what comes in. */
    private void writeFlows(int ipProtocol, int ipVersion) {
        AskedFlows flows = rules.followedFlows();
        if (sees() && flows.concerns(ipProtocol) && !writesFlows(ipProtocol)) {
            Label others = code.label();
            FlowGate.write(draft, flows, ipProtocol, draft.handOn(), others);
            code.place(others);
        }
        if (ipProtocol == IpProtocols.UDP && rules.readsFlows()) {
            new AnswerCode(draft).writeFindOut(ipVersion, rules.flows(), time);
        }
    }

    private void writeWithPorts(int ipProtocol, int ipVersion) {
        int length = ipProtocol == IpProtocols.UDP ? UDP_LENGTH : TCP_LENGTH;
        code.jumpIf(Condition.BELOW, Machine.ROOM, length, draft.malformed());
        if (!writeLanSource(ipVersion)) {
            return;
        }
        writeFlows(ipProtocol, ipVersion);
        code.load(Width.HALF, R1, Machine.STACK, Machine.TRANSPORT + PortCode.DESTINATION_OFFSET)
                .toBigEndian(R1, Short.SIZE);
        List<NumberTree.Range> ranges = new ArrayList<>();
        for (ImageRules.Span span : spans(ipProtocol)) {
            Stage stage = ipProtocol == IpProtocols.UDP ? Stage.udp(ipVersion, span.first()) : Stage.tcp(ipVersion);
            ranges.add(new NumberTree.Range(span.first(), ruleCode.target(span.list(), stage)));
        }
        NumberTree.write(code, R1, ranges);
    }

    /** Each port whose protocol has a direction bit makes a span of its own. */
    private Collection<ImageRules.Span> spans(int ipProtocol) {
        TreeMap<Integer, ImageRules.Span> byFirst = new TreeMap<>();
        rules.byPort(ipProtocol).forEach(span -> byFirst.put(span.first(), span));
        for (int port : Traffic.UDP_PORTS_WITH_DIRECTION) {
            for (int first = port; first <= port + 1; first++) {
                int list = byFirst.floorEntry(first).getValue().list();
                byFirst.putIfAbsent(first, new ImageRules.Span(first, list));
            }
        }
        return byFirst.values();
    }

    private Label other(int list, int ipVersion, int protocol) {
        if (sees() && rules.followedFlows().concerns(protocol)) {
            return draft.handOn();
        }
        Stage stage = Stage.other(ipVersion, inside(protocol), exits.layer());
        if (AddressCode.coverage(rules.insiders(), ipVersion) == Coverage.NONE) {
            return ruleCode.target(list, stage);
        }
        return draft.block(new OtherKey(list, stage), () -> {
            if (writeLanSource(ipVersion)) {
                code.jump(ruleCode.target(list, stage));
            }
        });
    }

    private static Inside inside(int protocol) {
        return switch (protocol) {
            case IpProtocols.IPV4 -> Inside.IPV4;
            case IpProtocols.IPV6 -> Inside.IPV6;
            case IpProtocols.GRE, IpProtocols.ETHERIP, IpProtocols.MPLS -> Inside.SEALED;
            default -> Inside.NOTHING;
        };
    }

    /** Drops what says it comes from inside; whether anything is left. */
    private boolean writeLanSource(int ipVersion) {
        Coverage coverage = AddressCode.coverage(rules.insiders(), ipVersion);
        if (coverage == Coverage.ALL) {
            exits.drop(rules.slots().lanSource());
        } else if (coverage == Coverage.SOME) {
            Label others = code.label();
            Label inside = draft.block(
                    new LanSourceKey(), () -> exits.drop(rules.slots().lanSource()));
            addresses.write(rules.insiders(), ipVersion, AddressCode.Side.SOURCE, inside, others);
            code.place(others);
        }
        return coverage != Coverage.ALL;
    }
}
