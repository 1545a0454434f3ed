package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R0;
import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;

import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.frame.IpProtocols;
import org.sekimori.policy.Cidr;

/** An IPv4 packet (RFC 791 §3.1); fragments, and what is wrong in any way, are handed on. */
public final class Ipv4Code {
    private static final int MIN_LENGTH = 20;
    private static final int MIN_WORDS = 5;
    private static final int MAX_WORDS = 15;
    /** Leaves the header's words of its first byte, if the version is right. */
    private static final int VERSION = 0x40;

    private static final int WORD_SHIFT = 2;
    private static final int LENGTH_OFFSET = 2;
    private static final int FRAGMENT_OFFSET = 6;
    private static final int FRAGMENT_MASK = 0x3FFF;
    private static final int OFFSET_MASK = 0x1FFF;
    private static final int PROTOCOL_OFFSET = 9;

    private static final Register HEADER_LENGTH = R2;
    private static final Register PACKET_LENGTH = R3;

    private enum Part {
        SHORT,
        LATER,
        OPTIONS,
        BEHIND
    }

    private record Key(Part part, int layer) {}

    private final Draft draft;
    private final int layer;
    private final Assembler code;
    private final BehindIp behind;

    /** For packets with so many others around; with what writes the code behind the header. */
    public Ipv4Code(Draft draft, int layer, BehindIp behind) {
        this.draft = draft;
        this.layer = layer;
        this.behind = behind;
        code = draft.code();
    }

    /** With the header at hand, and the room it has. */
    public void write() {
        draft.copy(Machine.IPV4_HEADER, MIN_LENGTH + Machine.TRANSPORT_BYTES);
        code.jumpIf(Condition.NOT_EQUAL, R0, 0, block(Part.SHORT, this::writeShort));
        writeHeader();
        Label hasOptions = block(Part.OPTIONS, this::writeBehindAny);
        code.jumpIf(Condition.NOT_EQUAL, HEADER_LENGTH, MIN_LENGTH, hasOptions);
        writeBehind();
    }

    /** The frame ends inside the transport window. */
    private void writeShort() {
        draft.copy(Machine.IPV4_HEADER, MIN_LENGTH);
        code.jumpIf(Condition.NOT_EQUAL, R0, 0, draft.malformed());
        draft.fill(Machine.TRANSPORT, Machine.TRANSPORT_BYTES);
        writeHeader();
        code.jump(block(Part.OPTIONS, this::writeBehindAny));
    }

    private void writeHeader() {
        code.load(Width.BYTE, HEADER_LENGTH, Machine.STACK, Machine.IPV4_HEADER)
                .compute(Operation.XOR, HEADER_LENGTH, VERSION)
                .jumpIf(Condition.ABOVE, HEADER_LENGTH, MAX_WORDS, draft.malformed())
                .jumpIf(Condition.BELOW, HEADER_LENGTH, MIN_WORDS, draft.malformed())
                .compute(Operation.SHIFT_LEFT, HEADER_LENGTH, WORD_SHIFT)
                .load(Width.HALF, PACKET_LENGTH, Machine.STACK, Machine.IPV4_HEADER + LENGTH_OFFSET)
                .toBigEndian(PACKET_LENGTH, Short.SIZE);
        if (draft.station().isAlone()) {
            draft.readLength(PACKET_LENGTH, 0);
        }
        draft.holdInRoom(PACKET_LENGTH, layer);
        code.jumpIf(Condition.BELOW, PACKET_LENGTH, HEADER_LENGTH, draft.malformed())
                .load(Width.HALF, R1, Machine.STACK, Machine.IPV4_HEADER + FRAGMENT_OFFSET);
        writeFragment();
        code.move(Machine.ROOM, PACKET_LENGTH)
                .compute(Operation.SUBTRACT, Machine.ROOM, HEADER_LENGTH)
                .compute(Operation.ADD, Machine.OFFSET, HEADER_LENGTH);
    }

    /** R1: flags and fragment offset. Without a box, a first fragment is judged as far as it goes, and others by their offset. */
    private void writeFragment() {
        if (!draft.station().isAlone()) {
            code.jumpIf(Condition.ANY_BIT, R1, Machine.network16(FRAGMENT_MASK), draft.handOn());
            return;
        }
        code.jumpIf(Condition.ANY_BIT, R1, Machine.network16(OFFSET_MASK), block(Part.LATER, this::writeLater));
    }

    private void writeLater() {
        code.load(Width.HALF, R1, Machine.STACK, Machine.IPV4_HEADER + FRAGMENT_OFFSET)
                .toBigEndian(R1, Short.SIZE)
                .compute(Operation.AND, R1, OFFSET_MASK)
                .jumpIf(Condition.BELOW, R1, Draft.MIN_LATER_OFFSET, draft.malformed());
        draft.exits().passAlone();
    }

    /** The transport window isn't filled yet. */
    private void writeBehindAny() {
        draft.copyTransport();
        writeBehind();
    }

    private void writeBehind() {
        code.load(Width.BYTE, Machine.PROTOCOL, Machine.STACK, Machine.IPV4_HEADER + PROTOCOL_OFFSET)
                .jump(block(Part.BEHIND, this::writeProtocols));
    }

    private void writeProtocols() {
        behind.write(Cidr.IPV4, protocol -> protocol == IpProtocols.AUTHENTICATION ? draft.handOn() : null);
    }

    private Label block(Part part, Runnable body) {
        return draft.block(new Key(part, layer), body);
    }
}
