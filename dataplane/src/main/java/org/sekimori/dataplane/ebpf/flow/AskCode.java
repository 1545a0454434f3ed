package org.sekimori.dataplane.ebpf.flow;

import static org.sekimori.dataplane.ebpf.Register.R0;
import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;
import static org.sekimori.dataplane.ebpf.Register.R4;
import static org.sekimori.dataplane.ebpf.Register.R5;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.ebpf.flow.FlowCode.Ends;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.Machine;
import org.sekimori.dataplane.ebpf.walk.PortCode;
import org.sekimori.dataplane.state.UdpFlows;
import org.sekimori.policy.AskedFlows;

/**
 * The last step of a UDP packet that goes out and passes. If it asks, and its flow may be asked about, the map of flows is
 * to know. It leaves by the kernel if it makes no difference to the box's memory: if the flow was answered, and the box was
 * shown a packet of it a moment ago. Else the box is shown this one.
 */
public final class AskCode {
    private static final int NOW = FlowCode.NOW;
    /** Where the frame is to be counted, plus 1. */
    private static final int SLOT = Machine.UDP_CHECKSUM;

    private final Draft draft;
    private final int ipVersion;
    private final Assembler code;
    private final AskedFlows flows;
    private final TimeCode time;
    private final FlowCode flow;
    private final PortCode ports;
    private final Label untold;
    private final Label tell;

    private AskCode(Draft draft, int ipVersion, AskedFlows flows, TimeCode time) {
        this.draft = draft;
        this.ipVersion = ipVersion;
        this.flows = flows;
        this.time = time;
        code = draft.code();
        flow = new FlowCode(draft, Ends.OUTBOUND);
        ports = new PortCode(code);
        untold = code.label();
        tell = code.label();
    }

    /** Sends the frame, which has a UDP packet of that IP version, on, to be counted at the slot in R1, or hands it on, uncounted. Nothing falls through. */
    public static void write(Draft draft, int ipVersion, AskedFlows flows, TimeCode time) {
        new AskCode(draft, ipVersion, flows, time).write();
    }

    private void write() {
        Label asks = code.label();
        Label mayAsk = code.label();
        code.compute(Operation.ADD, R1, 1).store(Width.HALF, Machine.STACK, SLOT, R1);
        flow.writeGate(flows, mayAsk, untold);
        code.place(mayAsk);
        writeWhetherItAsks(asks);
        code.place(asks);
        flow.writeFill();
        writeLook();
        code.place(untold).load(Width.HALF, R1, Machine.STACK, SLOT).compute(Operation.SUBTRACT, R1, 1);
        draft.exits().forward();
        code.place(tell);
        writeTell();
    }

    /** Neither the protocol at its destination nor that at its source calls it an answer. */
    private void writeWhetherItAsks(Label asks) {
        Label bySource = code.label();
        new MessageCode(bySource, untold, untold, bySource, unknown()).write(draft, PortCode.DESTINATION_OFFSET);
        code.place(bySource);
        Label silent = code.label();
        new MessageCode(asks, untold, unknown(), silent, unknown()).write(draft, PortCode.SOURCE_OFFSET);
        code.place(silent);
        Label answering = code.label();
        ports.write(PortCode.SOURCE_OFFSET, toAll(UdpFlows.ANSWERING, answering), asks);
        code.place(answering);
        ports.write(PortCode.DESTINATION_OFFSET, toAll(UdpFlows.SERVICES, asks), untold);
    }

    private static Map<Integer, Label> toAll(Iterable<Integer> ports, Label label) {
        Map<Integer, Label> labels = new LinkedHashMap<>();
        ports.forEach(port -> labels.put(port, label));
        return labels;
    }

    /** Goes on to what is right for the entry that is there; if to tell, R5 is whether the flow was answered. */
    private void writeLook() {
        Label isNew = code.label();
        time.write(code);
        code.store(Width.DOUBLE, Machine.STACK, NOW, R0);
        flow.writeKey(ipVersion);
        flow.writeLookup();
        code.jumpIf(Condition.EQUAL, R0, 0, isNew)
                .load(Width.DOUBLE, R3, Machine.STACK, NOW)
                .load(Width.DOUBLE, R4, R0, FlowDescriptor.DEADLINE_OFFSET)
                .jumpIf(Condition.ABOVE_OR_EQUAL, R3, R4, isNew)
                .load(Width.DOUBLE, R5, R0, FlowDescriptor.ANSWERED_OFFSET)
                .jumpIf(Condition.EQUAL, R5, 0, tell)
                .load(Width.DOUBLE, R4, R0, FlowDescriptor.TOLD_OFFSET)
                .compute(Operation.SUBTRACT, R3, R4)
                .jumpIf(Condition.ABOVE_OR_EQUAL, R3, (int) FlowDescriptor.TOLD_AGAIN_NS, tell)
                .jump(untold)
                .place(isNew)
                .move(R5, 0)
                .jump(tell);
    }

    private void writeTell() {
        Label stamped = code.label();
        Label general = code.label();
        Map<Integer, Label> services = new LinkedHashMap<>();
        UdpFlows.TIMED_SERVICES.forEach(port -> services.put(port, code.label()));
        ports.write(PortCode.DESTINATION_OFFSET, services, general);
        services.forEach((port, label) -> {
            code.place(label)
                    .moveWide(R4, UdpFlows.askedNs(port) - FlowDescriptor.MARGIN_NS)
                    .jump(stamped);
        });
        code.place(general)
                .moveWide(R4, UdpFlows.askedNs(0) - FlowDescriptor.MARGIN_NS)
                .jumpIf(Condition.EQUAL, R5, 0, stamped)
                .moveWide(R4, UdpFlows.answeredNs(0) - FlowDescriptor.MARGIN_NS)
                .place(stamped)
                .load(Width.DOUBLE, R2, Machine.STACK, NOW)
                .compute(Operation.ADD, R4, R2)
                .store(Width.DOUBLE, Machine.STACK, FlowCode.VALUE + FlowDescriptor.DEADLINE_OFFSET, R4)
                .store(Width.DOUBLE, Machine.STACK, FlowCode.VALUE + FlowDescriptor.TOLD_OFFSET, R2)
                .store(Width.DOUBLE, Machine.STACK, FlowCode.VALUE + FlowDescriptor.ANSWERED_OFFSET, R5);
        flow.writeUpdate();
        code.jump(unknown());
    }

    /** The box is to see it; where none is there, it leaves. */
    private Label unknown() {
        return draft.station().isAlone() ? untold : draft.handOn();
    }
}
