package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R0;
import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R3;

import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.policy.Cidr;

/** An IPv6 packet (RFC 8200 §3); jumbograms, and what is wrong in any way, are handed on. */
public final class Ipv6Code {
    private static final int LENGTH = 40;
    private static final int VERSION = 6;
    private static final int VERSION_SHIFT = 4;
    private static final int PAYLOAD_LENGTH_OFFSET = 4;
    private static final int NEXT_HEADER_OFFSET = 6;

    private static final Register PACKET_LENGTH = R3;

    private enum Part {
        SHORT,
        BEHIND
    }

    private record Key(Part part, int layer) {}

    private final Draft draft;
    private final int layer;
    private final Assembler code;
    private final BehindIp behind;

    /** For packets with so many others around; with what writes the code behind the header. */
    public Ipv6Code(Draft draft, int layer, BehindIp behind) {
        this.draft = draft;
        this.layer = layer;
        this.behind = behind;
        code = draft.code();
    }

    /** With the header at hand, and the room it has. */
    public void write() {
        draft.copy(Machine.IPV6_HEADER, LENGTH + Machine.TRANSPORT_BYTES);
        code.jumpIf(Condition.NOT_EQUAL, R0, 0, block(Part.SHORT, this::writeShort));
        writeHeader();
        code.jump(block(Part.BEHIND, this::writeProtocols));
    }

    /** The frame ends inside the transport window. */
    private void writeShort() {
        draft.copy(Machine.IPV6_HEADER, LENGTH);
        code.jumpIf(Condition.NOT_EQUAL, R0, 0, draft.malformed());
        draft.fill(Machine.TRANSPORT, Machine.TRANSPORT_BYTES);
        writeHeader();
        draft.copyTransport();
        code.load(Width.BYTE, Machine.PROTOCOL, Machine.STACK, Machine.IPV6_HEADER + NEXT_HEADER_OFFSET)
                .jump(block(Part.BEHIND, this::writeProtocols));
    }

    private void writeHeader() {
        code.load(Width.BYTE, R1, Machine.STACK, Machine.IPV6_HEADER)
                .compute(Operation.SHIFT_RIGHT, R1, VERSION_SHIFT)
                .jumpIf(Condition.NOT_EQUAL, R1, VERSION, draft.malformed())
                .load(Width.HALF, PACKET_LENGTH, Machine.STACK, Machine.IPV6_HEADER + PAYLOAD_LENGTH_OFFSET)
                .toBigEndian(PACKET_LENGTH, Short.SIZE)
                .compute(Operation.ADD, PACKET_LENGTH, LENGTH);
        draft.readLength(PACKET_LENGTH, LENGTH);
        draft.holdInRoom(PACKET_LENGTH, layer);
        if (draft.station().isAlone() && layer > 0) {
            code.jumpIf(Condition.BELOW, PACKET_LENGTH, LENGTH, draft.malformed());
        }
        code.load(Width.BYTE, Machine.PROTOCOL, Machine.STACK, Machine.IPV6_HEADER + NEXT_HEADER_OFFSET)
                .move(Machine.ROOM, PACKET_LENGTH)
                .compute(Operation.SUBTRACT, Machine.ROOM, LENGTH)
                .compute(Operation.ADD, Machine.OFFSET, LENGTH);
    }

    private void writeProtocols() {
        ExtensionCode extensions = new ExtensionCode(draft, layer, behind);
        behind.write(Cidr.IPV6, extensions::first);
    }

    private Label block(Part part, Runnable body) {
        return draft.block(new Key(part, layer), body);
    }
}
