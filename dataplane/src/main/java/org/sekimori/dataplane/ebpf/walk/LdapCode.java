package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;
import static org.sekimori.dataplane.ebpf.Register.R4;

import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Width;

/**
 * Finds an LDAP message's operation (RFC 4511 §4.1.1) behind two elements of ASN.1's basic encoding, of which the first may
 * have any length and the second, the message's id, has one of a byte; an id with a longer one can't be told.
 *
 * <pre>
 * +----+--------+----+--------+------------+-----------+-----
 * | 30 | length | 02 | length | message id | operation | ...
 * +----+--------+----+--------+------------+-----------+-----
 * </pre>
 */
final class LdapCode {
    private static final int UDP_HEADER = 8;
    private static final int ELEMENT = 2;
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int LONG_FORM = 0x80;
    private static final int MAX_LENGTH_BYTES = 4;
    private static final int MAX_ID_LENGTH = 4;

    private static final int FIRST_OPERATION = 0x60;
    private static final int LAST_OPERATION_BIT = 0x1F;
    /** One bit for each response from {@link #FIRST_OPERATION} on: 61 64 65 67 69 6B 6D 6F 73 78 79. */
    private static final int RESPONSES = 0x0308_AAB2;

    private final Draft draft;
    private final Label cannotTell;
    private final Assembler code;

    LdapCode(Draft draft, Label cannotTell) {
        this.draft = draft;
        this.cannotTell = cannotTell;
        code = draft.code();
    }

    /** Goes to one of the labels; R3 is the message's length, and R2 the place in it that is reached. */
    void write(Label request, Label reply) {
        enterSequence(request);
        skipId(request);
        code.jumpIf(Condition.ABOVE_OR_EQUAL, R2, R3, request)
                .move(R4, Machine.CURSOR)
                .compute(Operation.ADD, R4, R2);
        draft.need(R4, UDP_HEADER + 1);
        code.load(Width.BYTE, R1, R4, UDP_HEADER)
                .compute(Operation.SUBTRACT, R1, FIRST_OPERATION)
                .jumpIf(Condition.ABOVE, R1, LAST_OPERATION_BIT, request)
                .move(R2, 1)
                .compute(Operation.SHIFT_LEFT, R2, R1)
                .jumpIf(Condition.ANY_BIT, R2, RESPONSES, reply)
                .jump(request);
    }

    private void enterSequence(Label request) {
        Label inside = code.label();
        code.jumpIf(Condition.BELOW, R3, ELEMENT, request);
        draft.need(Machine.CURSOR, UDP_HEADER + ELEMENT);
        code.load(Width.BYTE, R1, Machine.CURSOR, UDP_HEADER)
                .jumpIf(Condition.NOT_EQUAL, R1, SEQUENCE, request)
                .load(Width.BYTE, R1, Machine.CURSOR, UDP_HEADER + 1)
                .move(R2, ELEMENT)
                .jumpIf(Condition.BELOW, R1, LONG_FORM, inside)
                .compute(Operation.SUBTRACT, R1, LONG_FORM)
                .jumpIf(Condition.EQUAL, R1, 0, request)
                .jumpIf(Condition.ABOVE, R1, MAX_LENGTH_BYTES, request)
                .compute(Operation.ADD, R2, R1)
                .place(inside);
    }

    private void skipId(Label request) {
        code.move(R4, R2).compute(Operation.ADD, R4, ELEMENT).jumpIf(Condition.ABOVE, R4, R3, request);
        code.move(R4, Machine.CURSOR).compute(Operation.ADD, R4, R2);
        draft.need(R4, UDP_HEADER + ELEMENT);
        code.load(Width.BYTE, R1, R4, UDP_HEADER)
                .jumpIf(Condition.NOT_EQUAL, R1, INTEGER, request)
                .load(Width.BYTE, R1, R4, UDP_HEADER + 1)
                .jumpIf(Condition.EQUAL, R1, 0, request)
                .jumpIf(Condition.ABOVE_OR_EQUAL, R1, LONG_FORM, cannotTell)
                .jumpIf(Condition.ABOVE, R1, MAX_ID_LENGTH, request)
                .compute(Operation.ADD, R2, R1)
                .compute(Operation.ADD, R2, ELEMENT);
    }
}
