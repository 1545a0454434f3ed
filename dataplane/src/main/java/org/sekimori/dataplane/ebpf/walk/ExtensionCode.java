package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R4;

import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.frame.IpProtocols;

/** Steps over one IPv6 extension header (RFC 8200 §4); what makes a packet a fragment is handed on. */
final class ExtensionCode {
    /** Most extension headers that are looked behind; as many as by the decoder. */
    static final int MAX_HEADERS = 32;
    /** How many were stepped over. */
    static final Register COUNT = R4;

    private static final int MIN_LENGTH = 8;
    private static final int NEXT_HEADER_OFFSET = 0;
    private static final int LENGTH_OFFSET = 1;
    private static final int FRAGMENT_OFFSET = 2;
    /** Of fragment offset and flags: all but what is reserved. An atomic fragment (RFC 6946) has none of it. */
    private static final int FRAGMENT_MASK = 0xFFF9;

    private static final int LENGTH_SHIFT = 3;
    private static final int AUTHENTICATION_SHIFT = 2;

    private static final Register LENGTH = R2;

    private final Draft draft;
    private final Assembler code;
    private final Label nextHeader;

    private enum Key {
        FRAGMENT,
        AUTHENTICATION,
        OPTIONS
    }

    /** With the place where the header behind is looked at. */
    ExtensionCode(Draft draft, Label nextHeader) {
        this.draft = draft;
        this.nextHeader = nextHeader;
        code = draft.code();
    }

    /** Where to go with a next header of that number; null if it is no extension header. */
    Label target(int protocol) {
        return switch (protocol) {
            case IpProtocols.FRAGMENT -> draft.block(Key.FRAGMENT, this::writeFragment);
            case IpProtocols.AUTHENTICATION ->
                draft.block(Key.AUTHENTICATION, () -> writeOptions(AUTHENTICATION_SHIFT));
            case IpProtocols.HOP_BY_HOP,
                    IpProtocols.ROUTING,
                    IpProtocols.DESTINATION_OPTIONS,
                    IpProtocols.MOBILITY,
                    IpProtocols.HOST_IDENTITY,
                    IpProtocols.SHIM6 -> draft.block(Key.OPTIONS, () -> writeOptions(LENGTH_SHIFT));
            default -> null;
        };
    }

    private void writeFragment() {
        check();
        code.load(Width.HALF, R1, Machine.CURSOR, FRAGMENT_OFFSET)
                .jumpIf(Condition.ANY_BIT, R1, Machine.network16(FRAGMENT_MASK), draft.handOn())
                .move(LENGTH, MIN_LENGTH);
        step();
    }

    private void writeOptions(int shift) {
        check();
        code.load(Width.BYTE, LENGTH, Machine.CURSOR, LENGTH_OFFSET)
                .compute(Operation.SHIFT_LEFT, LENGTH, shift)
                .compute(Operation.ADD, LENGTH, MIN_LENGTH)
                .jumpIf(Condition.ABOVE, LENGTH, Machine.ROOM, draft.handOn());
        step();
    }

    private void check() {
        code.jumpIf(Condition.BELOW, Machine.ROOM, MIN_LENGTH, draft.handOn());
        draft.need(Machine.CURSOR, MIN_LENGTH);
    }

    private void step() {
        code.load(Width.BYTE, Machine.PROTOCOL, Machine.CURSOR, NEXT_HEADER_OFFSET)
                .compute(Operation.SUBTRACT, Machine.ROOM, LENGTH)
                .compute(Operation.ADD, Machine.CURSOR, LENGTH)
                .compute(Operation.ADD, COUNT, 1)
                .jumpIf(Condition.ABOVE, COUNT, MAX_HEADERS, draft.handOn());
        draft.settleCursor();
        draft.settleRoom();
        code.jump(nextHeader);
    }
}
