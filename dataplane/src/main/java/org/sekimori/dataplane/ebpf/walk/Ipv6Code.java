package org.sekimori.dataplane.ebpf.walk;

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

    private final Draft draft;
    private final Assembler code;
    private final BehindIp behind;

    /** With what writes the code behind the header. */
    public Ipv6Code(Draft draft, BehindIp behind) {
        this.draft = draft;
        this.behind = behind;
        code = draft.code();
    }

    /** With the cursor at the header, and the room it has. */
    public void write() {
        Label nextHeader = code.label();
        ExtensionCode extensions = new ExtensionCode(draft, nextHeader);
        draft.need(Machine.CURSOR, LENGTH);
        code.move(Machine.IP_HEADER, Machine.CURSOR)
                .load(Width.BYTE, R1, Machine.CURSOR, 0)
                .compute(Operation.SHIFT_RIGHT, R1, VERSION_SHIFT)
                .jumpIf(Condition.NOT_EQUAL, R1, VERSION, draft.handOn())
                .load(Width.HALF, PACKET_LENGTH, Machine.CURSOR, PAYLOAD_LENGTH_OFFSET)
                .toBigEndian(PACKET_LENGTH, Short.SIZE)
                .jumpIf(Condition.EQUAL, PACKET_LENGTH, 0, draft.handOn())
                .compute(Operation.ADD, PACKET_LENGTH, LENGTH)
                .jumpIf(Condition.ABOVE, PACKET_LENGTH, Machine.ROOM, draft.handOn())
                .load(Width.BYTE, Machine.PROTOCOL, Machine.CURSOR, NEXT_HEADER_OFFSET)
                .move(Machine.ROOM, PACKET_LENGTH)
                .compute(Operation.SUBTRACT, Machine.ROOM, LENGTH)
                .compute(Operation.ADD, Machine.CURSOR, LENGTH)
                .move(ExtensionCode.COUNT, 0)
                .place(nextHeader);
        behind.write(Cidr.IPV6, extensions::target);
    }
}
