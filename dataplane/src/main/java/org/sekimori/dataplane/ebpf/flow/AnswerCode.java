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
 * What a program knows of a UDP packet that comes in: found out once, before its rules are tried, and used where one asks.
 * It is solicited if its flow was asked for, and answered before, not long ago. It is unsolicited if it is a question
 * itself. Of all else the box knows; and where an answer prolongs its flow, the box is shown one from time to time.
 */
public final class AnswerCode {
    private static final int KNOWN = Machine.UDP_CHECKSUM;
    private static final int NOTHING = 1;
    private static final int SOLICITED = 2;
    private static final int UNSOLICITED = 3;
    /** It is solicited, but the box must see it; the key and its new value are in place. */
    private static final int TO_BE_TOLD = 4;

    private static final int DEADLINE = FlowCode.VALUE + FlowDescriptor.DEADLINE_OFFSET;
    private static final int TOLD = FlowCode.VALUE + FlowDescriptor.TOLD_OFFSET;
    private static final int ANSWERED = FlowCode.VALUE + FlowDescriptor.ANSWERED_OFFSET;

    private final Draft draft;
    private final Assembler code;
    private final FlowCode flow;

    private enum Key {
        UNKNOWN
    }

    /** For that program. */
    public AnswerCode(Draft draft) {
        this.draft = draft;
        code = draft.code();
        flow = new FlowCode(draft, Ends.INBOUND);
    }

    /** Finds out what is known, of a packet of that IP version. Loses R0 to R5. */
    public void writeFindOut(int ipVersion, AskedFlows flows, TimeCode time) {
        Label mayBeAsked = code.label();
        Label isQuestion = code.label();
        Label isAnswer = code.label();
        Label done = code.label();
        flow.writeFill();
        know(NOTHING);
        flow.writeGate(flows, mayBeAsked, done);
        code.place(mayBeAsked);
        new MessageCode(isQuestion, isAnswer, isAnswer, isAnswer, done).write(draft, PortCode.SOURCE_OFFSET);
        code.place(isQuestion);
        know(UNSOLICITED);
        code.jump(done).place(isAnswer);
        flow.writeKey(ipVersion);
        writeLook(time, done);
        code.place(done);
    }

    private void know(int what) {
        code.store(Width.HALF, Machine.STACK, KNOWN, what);
    }

    private void writeLook(TimeCode time, Label done) {
        time.write(code);
        code.store(Width.DOUBLE, Machine.STACK, FlowCode.NOW, R0);
        flow.writeLookup();
        code.jumpIf(Condition.EQUAL, R0, 0, done)
                .load(Width.DOUBLE, R5, Machine.STACK, FlowCode.NOW)
                .load(Width.DOUBLE, R4, R0, FlowDescriptor.DEADLINE_OFFSET)
                .jumpIf(Condition.ABOVE_OR_EQUAL, R5, R4, done)
                .load(Width.DOUBLE, R2, R0, FlowDescriptor.TOLD_OFFSET)
                .load(Width.DOUBLE, R3, R0, FlowDescriptor.ANSWERED_OFFSET)
                .move(R1, 1)
                .store(Width.DOUBLE, Machine.STACK, ANSWERED, R1);
        writeProlong(done);
    }

    /**
     * R5 is the time, R4 the flow's deadline, R2 when it was told of, and R3 whether it was answered before. Only the inside
     * prolongs flows of services with timers.
     */
    private void writeProlong(Label done) {
        Label service = code.label();
        Label general = code.label();
        Label tell = code.label();
        Label solicited = code.label();
        Map<Integer, Label> services = new LinkedHashMap<>();
        UdpFlows.TIMED_SERVICES.forEach(port -> services.put(port, service));
        new PortCode(code).write(PortCode.SOURCE_OFFSET, services, general);
        code.place(service)
                .store(Width.DOUBLE, Machine.STACK, TOLD, R2)
                .store(Width.DOUBLE, Machine.STACK, DEADLINE, R4)
                .jumpIf(Condition.NOT_EQUAL, R3, 0, solicited)
                .jump(tell)
                .place(general)
                .store(Width.DOUBLE, Machine.STACK, TOLD, R5)
                .moveWide(R4, UdpFlows.answeredNs(0) - FlowDescriptor.MARGIN_NS)
                .compute(Operation.ADD, R4, R5)
                .store(Width.DOUBLE, Machine.STACK, DEADLINE, R4)
                .move(R1, R5)
                .compute(Operation.SUBTRACT, R1, R2)
                .jumpIf(Condition.ABOVE_OR_EQUAL, R1, (int) FlowDescriptor.TOLD_AGAIN_NS, tell)
                .jumpIf(Condition.NOT_EQUAL, R3, 0, solicited)
                .place(tell);
        writeToBeTold(done);
        code.place(solicited);
        know(SOLICITED);
    }

    /** Where nobody is to be told, the flow lives on at once, and the packet is solicited. */
    private void writeToBeTold(Label done) {
        if (draft.station().isAlone()) {
            flow.writeUpdate();
        } else {
            know(TO_BE_TOLD);
            code.jump(done);
        }
    }

    /**
     * Where a rule asks: goes to one of the labels. What isn't known the box knows; where none is there, that falls through.
     * Loses R0 to R5.
     */
    public void writeAsked(Label solicited, Label unsolicited) {
        loadKnown();
        code.jumpIf(Condition.EQUAL, R1, SOLICITED, solicited).jumpIf(Condition.EQUAL, R1, UNSOLICITED, unsolicited);
        if (!draft.station().isAlone()) {
            code.jump(draft.block(Key.UNKNOWN, this::writeUnknown));
        }
    }

    /** Goes to the label if it is known that the packet is solicited, or that it isn't; all else falls through. Loses R1. */
    public void writeIfKnown(boolean isSolicited, Label known) {
        loadKnown();
        code.jumpIf(Condition.EQUAL, R1, isSolicited ? SOLICITED : UNSOLICITED, known);
    }

    /** Goes to the label unless it is known that the packet is solicited, or that it isn't. Loses R1. */
    public void writeUnlessKnown(boolean isSolicited, Label others) {
        loadKnown();
        code.jumpIf(Condition.NOT_EQUAL, R1, isSolicited ? SOLICITED : UNSOLICITED, others);
    }

    private void loadKnown() {
        code.load(Width.HALF, R1, Machine.STACK, KNOWN);
    }

    private void writeUnknown() {
        loadKnown();
        code.jumpIf(Condition.NOT_EQUAL, R1, TO_BE_TOLD, draft.handOn());
        flow.writeUpdate();
        code.jump(draft.handOn());
    }
}
