package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;

import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
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
    private static final int PROTOCOL_OFFSET = 9;

    private static final Register HEADER_LENGTH = R2;
    private static final Register PACKET_LENGTH = R3;

    private final Draft draft;
    private final Assembler code;
    private final BehindIp behind;

    /** With what writes the code behind the header. */
    public Ipv4Code(Draft draft, BehindIp behind) {
        this.draft = draft;
        this.behind = behind;
        code = draft.code();
    }

    /** With the cursor at the header, and the room it has. */
    public void write() {
        draft.need(Machine.CURSOR, MIN_LENGTH);
        code.move(Machine.IP_HEADER, Machine.CURSOR)
                .load(Width.BYTE, HEADER_LENGTH, Machine.CURSOR, 0)
                .compute(Operation.XOR, HEADER_LENGTH, VERSION)
                .jumpIf(Condition.ABOVE, HEADER_LENGTH, MAX_WORDS, draft.handOn())
                .jumpIf(Condition.BELOW, HEADER_LENGTH, MIN_WORDS, draft.handOn())
                .compute(Operation.SHIFT_LEFT, HEADER_LENGTH, WORD_SHIFT)
                .load(Width.HALF, PACKET_LENGTH, Machine.CURSOR, LENGTH_OFFSET)
                .toBigEndian(PACKET_LENGTH, Short.SIZE)
                .jumpIf(Condition.ABOVE, PACKET_LENGTH, Machine.ROOM, draft.handOn())
                .jumpIf(Condition.BELOW, PACKET_LENGTH, HEADER_LENGTH, draft.handOn())
                .load(Width.HALF, R1, Machine.CURSOR, FRAGMENT_OFFSET)
                .jumpIf(Condition.ANY_BIT, R1, Machine.network16(FRAGMENT_MASK), draft.handOn())
                .load(Width.BYTE, Machine.PROTOCOL, Machine.CURSOR, PROTOCOL_OFFSET)
                .move(Machine.ROOM, PACKET_LENGTH)
                .compute(Operation.SUBTRACT, Machine.ROOM, HEADER_LENGTH)
                .compute(Operation.ADD, Machine.CURSOR, HEADER_LENGTH);
        behind.write(Cidr.IPV4, protocol -> protocol == IpProtocols.AUTHENTICATION ? draft.handOn() : null);
    }
}
