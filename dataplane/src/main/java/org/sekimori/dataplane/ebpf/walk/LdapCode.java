package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R0;
import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;
import static org.sekimori.dataplane.ebpf.Register.R4;
import static org.sekimori.dataplane.ebpf.Register.R5;

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
    private static final int MESSAGE = Machine.TRANSPORT + UDP_HEADER;
    /** Of the message in the window. */
    private static final int MESSAGE_BYTES = Machine.TRANSPORT_BYTES - UDP_HEADER;

    private static final int BEHIND = Machine.FORGOTTEN;
    private static final int BYTE = 0xFF;
    private static final int BYTE_SHIFT = 3;
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

    /** Goes to one of the labels; R3 is the message's length, R2 the place in it that is reached, R4 its first 8 bytes. */
    void write(Label request, Label reply) {
        Label found = code.label();
        enterSequence(request);
        skipId(request);
        code.jumpIf(Condition.ABOVE_OR_EQUAL, R2, R3, request);
        writeOperation(found);
        code.place(found)
                .compute(Operation.AND, R1, BYTE)
                .compute(Operation.SUBTRACT, R1, FIRST_OPERATION)
                .jumpIf(Condition.ABOVE, R1, LAST_OPERATION_BIT, request)
                .move(R2, 1)
                .compute(Operation.SHIFT_LEFT, R2, R1)
                .jumpIf(Condition.ANY_BIT, R2, RESPONSES, reply)
                .jump(request);
    }

    private void enterSequence(Label request) {
        Label inside = code.label();
        code.jumpIf(Condition.BELOW, R3, ELEMENT, request)
                .load(Width.DOUBLE, R4, Machine.STACK, MESSAGE)
                .toBigEndian(R4, Long.SIZE)
                .load(Width.BYTE, R1, Machine.STACK, MESSAGE)
                .jumpIf(Condition.NOT_EQUAL, R1, SEQUENCE, request)
                .load(Width.BYTE, R1, Machine.STACK, MESSAGE + 1)
                .move(R2, ELEMENT)
                .jumpIf(Condition.BELOW, R1, LONG_FORM, inside)
                .compute(Operation.SUBTRACT, R1, LONG_FORM)
                .jumpIf(Condition.EQUAL, R1, 0, request)
                .jumpIf(Condition.ABOVE, R1, MAX_LENGTH_BYTES, request)
                .compute(Operation.ADD, R2, R1)
                .place(inside);
    }

    /** The id begins at byte 6 at most, so its first two are among the message's first 8. */
    private void skipId(Label request) {
        code.move(R1, R2)
                .compute(Operation.ADD, R1, ELEMENT)
                .jumpIf(Condition.ABOVE, R1, R3, request)
                .move(R1, R2)
                .compute(Operation.SHIFT_LEFT, R1, BYTE_SHIFT)
                .move(R5, R4)
                .compute(Operation.SHIFT_LEFT, R5, R1)
                .move(R1, R5)
                .compute(Operation.SHIFT_RIGHT, R1, Long.SIZE - Byte.SIZE)
                .jumpIf(Condition.NOT_EQUAL, R1, INTEGER, request)
                .compute(Operation.SHIFT_RIGHT, R5, Long.SIZE - 2 * Byte.SIZE)
                .compute(Operation.AND, R5, BYTE)
                .jumpIf(Condition.EQUAL, R5, 0, request)
                .jumpIf(Condition.ABOVE_OR_EQUAL, R5, LONG_FORM, cannotTell)
                .jumpIf(Condition.ABOVE, R5, MAX_ID_LENGTH, request)
                .compute(Operation.ADD, R2, R5)
                .compute(Operation.ADD, R2, ELEMENT);
    }

    /** R1, in its last byte: the operation, which begins at byte 12 at most, right behind the transport window. */
    private void writeOperation(Label found) {
        Label isFar = code.label();
        Label isBehind = code.label();
        code.jumpIf(Condition.ABOVE_OR_EQUAL, R2, Long.BYTES, isFar).move(R1, R4);
        shiftDown(Long.BYTES - 1);
        code.jump(found)
                .place(isFar)
                .jumpIf(Condition.ABOVE_OR_EQUAL, R2, MESSAGE_BYTES, isBehind)
                .load(Width.WORD, R1, Machine.STACK, MESSAGE + Long.BYTES)
                .toBigEndian(R1, Integer.SIZE);
        shiftDown(MESSAGE_BYTES - 1);
        code.jump(found).place(isBehind).move(R2, Machine.OFFSET).compute(Operation.ADD, R2, Machine.TRANSPORT_BYTES);
        draft.copyFrom(BEHIND, 1);
        code.jumpIf(Condition.NOT_EQUAL, R0, 0, cannotTell).load(Width.BYTE, R1, Machine.STACK, BEHIND);
    }

    /** The byte at R2 of what is in R1, whose last byte is at that place. */
    private void shiftDown(int last) {
        code.move(R5, last)
                .compute(Operation.SUBTRACT, R5, R2)
                .compute(Operation.SHIFT_LEFT, R5, BYTE_SHIFT)
                .compute(Operation.SHIFT_RIGHT, R1, R5);
    }
}
