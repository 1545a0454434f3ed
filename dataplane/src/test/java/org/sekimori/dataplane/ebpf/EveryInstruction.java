package org.sekimori.dataplane.ebpf;

import static org.sekimori.dataplane.ebpf.Register.R0;
import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R10;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;
import static org.sekimori.dataplane.ebpf.Register.R4;
import static org.sekimori.dataplane.ebpf.Register.R5;
import static org.sekimori.dataplane.ebpf.Register.R6;
import static org.sekimori.dataplane.ebpf.Register.R7;
import static org.sekimori.dataplane.ebpf.Register.R8;
import static org.sekimori.dataplane.ebpf.Register.R9;

/** The program of {@code ebpf/instructions.s}, written by the assembler: every form clang's own assembler knows. */
final class EveryInstruction {
    private EveryInstruction() {}

    static EbpfProgram program() {
        Assembler assembler = new Assembler();
        moves(assembler);
        computations(assembler);
        computations32(assembler);
        byteOrder(assembler);
        memory(assembler);
        jumps(assembler);
        return assembler.assemble();
    }

    private static void moves(Assembler assembler) {
        assembler
                .move(R1, R2)
                .move(R0, 2)
                .move(R9, -1)
                .moveWide(R3, 0x1234567890abcdefL)
                .move32(R4, R5)
                .move32(R6, -7);
    }

    private static void computations(Assembler assembler) {
        assembler
                .compute(Operation.ADD, R1, R2)
                .compute(Operation.SUBTRACT, R1, 3)
                .compute(Operation.MULTIPLY, R2, R3)
                .compute(Operation.DIVIDE, R2, 10)
                .compute(Operation.OR, R3, R4)
                .compute(Operation.AND, R3, 0xff0)
                .compute(Operation.SHIFT_LEFT, R4, 8)
                .compute(Operation.SHIFT_RIGHT, R4, R5)
                .compute(Operation.XOR, R5, -1)
                .compute(Operation.ARITHMETIC_SHIFT_RIGHT, R5, 31);
    }

    private static void computations32(Assembler assembler) {
        assembler
                .compute32(Operation.ADD, R1, 1)
                .compute32(Operation.SUBTRACT, R1, R2)
                .compute32(Operation.MULTIPLY, R2, 3)
                .compute32(Operation.DIVIDE, R2, R3)
                .compute32(Operation.OR, R3, 1)
                .compute32(Operation.AND, R4, R5)
                .compute32(Operation.SHIFT_LEFT, R5, R6)
                .compute32(Operation.SHIFT_RIGHT, R6, 4)
                .compute32(Operation.XOR, R7, R8)
                .compute32(Operation.ARITHMETIC_SHIFT_RIGHT, R8, 2);
    }

    private static void byteOrder(Assembler assembler) {
        assembler.negate(R8).toBigEndian(R1, 16).toBigEndian(R2, 32).toBigEndian(R3, 64);
    }

    private static void memory(Assembler assembler) {
        assembler
                .load(Width.BYTE, R0, R1, 0)
                .load(Width.HALF, R2, R3, 12)
                .load(Width.WORD, R4, R10, -4)
                .load(Width.DOUBLE, R5, R6, Short.MAX_VALUE)
                .store(Width.BYTE, R1, 1, R2)
                .store(Width.HALF, R3, 2, R4)
                .store(Width.WORD, R10, -8, R5)
                .store(Width.DOUBLE, R10, -512, R6)
                .addAtomically(Width.WORD, R0, 4, R1)
                .addAtomically(Width.DOUBLE, R0, 8, R7);
    }

    private static void jumps(Assembler assembler) {
        Label back = assembler.label();
        Label ahead = assembler.label();
        assembler
                .place(back)
                .jumpIf(Condition.EQUAL, R1, 5, ahead)
                .jumpIf(Condition.NOT_EQUAL, R1, R2, ahead)
                .jumpIf(Condition.ABOVE, R2, -1, ahead)
                .jumpIf(Condition.ABOVE_OR_EQUAL, R2, R3, ahead)
                .jumpIf(Condition.BELOW, R3, 1500, ahead)
                .jumpIf(Condition.BELOW_OR_EQUAL, R3, R4, ahead)
                .jumpIf(Condition.GREATER, R4, R5, back)
                .jumpIf(Condition.GREATER_OR_EQUAL, R5, 0, back)
                .jumpIf(Condition.LESS, R5, R6, back)
                .jumpIf(Condition.LESS_OR_EQUAL, R6, -9, back);
        assembler
                .jumpIf32(Condition.EQUAL, R1, 5, ahead)
                .jumpIf32(Condition.NOT_EQUAL, R1, R2, ahead)
                .jumpIf32(Condition.ABOVE, R2, 7, ahead)
                .jumpIf32(Condition.LESS, R3, R4, back)
                .jump(back)
                .place(ahead)
                .call(Helper.MAP_LOOKUP_ELEM)
                .exit();
    }
}
