package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R2;

import java.util.stream.IntStream;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.frame.IpProtocols;
import org.sekimori.policy.Cidr;

/**
 * Steps over IPv6 extension headers (RFC 8200 §4), by code of its own for each place in their row; what makes a packet a
 * fragment is handed on.
 */
final class ExtensionCode {
    /** Most extension headers that are looked behind; the decoder looks behind more. */
    static final int MAX_HEADERS = 8;

    private static final int MIN_LENGTH = 8;
    private static final int NEXT_HEADER_OFFSET = 0;
    private static final int LENGTH_OFFSET = 1;
    private static final int FRAGMENT_OFFSET = 2;
    /** Of fragment offset and flags: all but what is reserved. An atomic fragment (RFC 6946) has none of it. */
    private static final int FRAGMENT_MASK = 0xFFF9;
    /** The offset alone, in units of 8 bytes. */
    private static final int OFFSET_MASK = 0xFFF8;

    private static final int OFFSET_SHIFT = 3;

    private static final int LENGTH_SHIFT = 3;
    private static final int AUTHENTICATION_SHIFT = 2;

    private static final Register LENGTH = R2;

    private static final int[] NUMBERS =
            IntStream.range(0, 256).filter(number -> part(number) != null).toArray();

    private final Draft draft;
    private final int layer;
    private final Assembler code;
    private final BehindIp behind;

    private enum Part {
        FRAGMENT,
        LATER,
        AUTHENTICATION,
        OPTIONS,
        NEXT,
        LAST
    }

    private record Key(Part part, int layer, int index) {}

    /** For packets with so many others around; with what writes the code behind the headers. */
    ExtensionCode(Draft draft, int layer, BehindIp behind) {
        this.draft = draft;
        this.layer = layer;
        this.behind = behind;
        code = draft.code();
    }

    /** Where to go with the number that the IPv6 header has; null if it is no extension header. */
    Label first(int protocol) {
        return target(protocol, 0);
    }

    /** The same with the number that comes behind so many extension headers. */
    private Label target(int protocol, int index) {
        Part part = part(protocol);
        if (part == null || index == MAX_HEADERS) {
            return part == null ? null : draft.handOn();
        }
        return draft.block(new Key(part, layer, index), () -> write(part, index));
    }

    private static Part part(int protocol) {
        return switch (protocol) {
            case IpProtocols.FRAGMENT -> Part.FRAGMENT;
            case IpProtocols.AUTHENTICATION -> Part.AUTHENTICATION;
            case IpProtocols.HOP_BY_HOP,
                    IpProtocols.ROUTING,
                    IpProtocols.DESTINATION_OPTIONS,
                    IpProtocols.MOBILITY,
                    IpProtocols.HOST_IDENTITY,
                    IpProtocols.SHIM6 -> Part.OPTIONS;
            default -> null;
        };
    }

    private void write(Part part, int index) {
        code.jumpIf(Condition.BELOW, Machine.ROOM, MIN_LENGTH, draft.malformed());
        if (part == Part.FRAGMENT) {
            code.load(Width.HALF, R1, Machine.STACK, Machine.TRANSPORT + FRAGMENT_OFFSET);
            writeFragment();
            code.move(LENGTH, MIN_LENGTH);
        } else {
            code.load(Width.BYTE, LENGTH, Machine.STACK, Machine.TRANSPORT + LENGTH_OFFSET)
                    .compute(Operation.SHIFT_LEFT, LENGTH, part == Part.OPTIONS ? LENGTH_SHIFT : AUTHENTICATION_SHIFT)
                    .compute(Operation.ADD, LENGTH, MIN_LENGTH)
                    .jumpIf(Condition.ABOVE, LENGTH, Machine.ROOM, draft.malformed());
        }
        code.jump(draft.block(new Key(Part.NEXT, layer, index), () -> writeNext(index + 1)));
    }

    /** R1: fragment offset and flags. Without a box, a first fragment is judged as far as it goes, and others by their offset. */
    private void writeFragment() {
        if (!draft.station().isAlone()) {
            code.jumpIf(Condition.ANY_BIT, R1, Machine.network16(FRAGMENT_MASK), draft.handOn());
            return;
        }
        Label later = draft.block(new Key(Part.LATER, layer, 0), this::writeLater);
        code.jumpIf(Condition.ANY_BIT, R1, Machine.network16(OFFSET_MASK), later);
    }

    private void writeLater() {
        code.load(Width.HALF, R1, Machine.STACK, Machine.TRANSPORT + FRAGMENT_OFFSET)
                .toBigEndian(R1, Short.SIZE)
                .compute(Operation.SHIFT_RIGHT, R1, OFFSET_SHIFT)
                .jumpIf(Condition.BELOW, R1, Draft.MIN_LATER_OFFSET, draft.malformed());
        draft.exits().passAlone();
    }

    /** Steps over a header of that length; so many are behind then. */
    private void writeNext(int index) {
        code.compute(Operation.SUBTRACT, Machine.ROOM, LENGTH).compute(Operation.ADD, Machine.OFFSET, LENGTH);
        draft.settle();
        code.load(Width.BYTE, R1, Machine.STACK, Machine.TRANSPORT + NEXT_HEADER_OFFSET)
                .store(Width.WORD, Machine.STACK, Machine.FORGOTTEN, R1);
        draft.copyTransport();
        code.load(Width.WORD, Machine.PROTOCOL, Machine.STACK, Machine.FORGOTTEN);
        for (int protocol : NUMBERS) {
            code.jumpIf(Condition.EQUAL, Machine.PROTOCOL, protocol, target(protocol, index));
        }
        code.jump(draft.block(new Key(Part.LAST, layer, 0), this::writeLast));
    }

    private void writeLast() {
        behind.write(Cidr.IPV6, protocol -> part(protocol) == null ? null : draft.handOn());
    }
}
