package org.sekimori.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.dataplane.ebpf.Register.R0;
import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;
import static org.sekimori.dataplane.ebpf.Register.R4;
import static org.sekimori.dataplane.ebpf.Register.R5;
import static org.sekimori.dataplane.ebpf.Register.R6;

import java.util.Random;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.ebpf.XdpDescriptor;

/** The assembler's words mean in the kernel what they say: each against Java's own arithmetic, on seeded numbers. */
class OperationsIT {
    private static final long SEED = 0x5EC1;
    private static final int PAIRS = 40;
    private static final int FRAME_LENGTH = 64;
    private static final int LEFT = 16;
    private static final int RIGHT = 24;
    private static final int RESULT = 32;

    private final Random random = new Random(SEED);

    @BeforeEach
    void needsXdp() {
        TestKernel.needs(AttachPoint.XDP);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCompute(Operation operation) {
        for (int i = 0; i < PAIRS; i++) {
            long left = number();
            long right = isShift(operation) ? random.nextInt(Integer.SIZE) : number();
            int constant = operation == Operation.DIVIDE ? (int) right | 1 : (int) right;

            assertThat(result(code -> code.compute(operation, R2, R3), left, right))
                    .isEqualTo(compute(operation, left, right));
            assertThat(result(code -> code.compute(operation, R2, constant), left, right))
                    .isEqualTo(compute(operation, left, constant));
            assertThat(result(code -> code.compute32(operation, R2, R3), left, right))
                    .isEqualTo(compute32(operation, (int) left, (int) right));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCompare(Condition condition) {
        for (int i = 0; i < PAIRS; i++) {
            long left = number();
            long right = i % 4 == 0 ? left : number();

            assertThat(takes((code, yes) -> code.jumpIf(condition, R2, R3, yes), left, right))
                    .isEqualTo(holds(condition, left, right));
            assertThat(takes((code, yes) -> code.jumpIf(condition, R2, (int) right, yes), left, right))
                    .isEqualTo(holds(condition, left, (int) right));
            assertThat(takes((code, yes) -> code.jumpIf32(condition, R2, R3, yes), left, right))
                    .isEqualTo(holds32(condition, (int) left, (int) right));
        }
    }

    /** Of all magnitudes and both signs. */
    private long number() {
        return random.nextLong() >> random.nextInt(Long.SIZE);
    }

    private static boolean isShift(Operation operation) {
        return switch (operation) {
            case SHIFT_LEFT, SHIFT_RIGHT, ARITHMETIC_SHIFT_RIGHT -> true;
            default -> false;
        };
    }

    private static long compute(Operation operation, long left, long right) {
        return switch (operation) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> right == 0 ? 0 : Long.divideUnsigned(left, right);
            case OR -> left | right;
            case AND -> left & right;
            case XOR -> left ^ right;
            case SHIFT_LEFT -> left << right;
            case SHIFT_RIGHT -> left >>> right;
            case ARITHMETIC_SHIFT_RIGHT -> left >> right;
        };
    }

    /** The upper half of what is computed on lower halves is zero. */
    private static long compute32(Operation operation, int left, int right) {
        int result = switch (operation) {
            case DIVIDE -> right == 0 ? 0 : Integer.divideUnsigned(left, right);
            case SHIFT_RIGHT -> left >>> right;
            case ARITHMETIC_SHIFT_RIGHT -> left >> right;
            default -> (int) compute(operation, left, right);
        };
        return Integer.toUnsignedLong(result);
    }

    private static boolean holds(Condition condition, long left, long right) {
        return switch (condition) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case ABOVE -> Long.compareUnsigned(left, right) > 0;
            case ABOVE_OR_EQUAL -> Long.compareUnsigned(left, right) >= 0;
            case BELOW -> Long.compareUnsigned(left, right) < 0;
            case BELOW_OR_EQUAL -> Long.compareUnsigned(left, right) <= 0;
            case ANY_BIT -> (left & right) != 0;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
        };
    }

    /** Sign extension keeps both orders. */
    private static boolean holds32(Condition condition, int left, int right) {
        return holds(condition, left, right);
    }

    /** What R2 holds after the code, which finds the numbers in R2 and R3 and can't know them when it is verified. */
    private static long result(Consumer<Assembler> code, long left, long right) {
        Assembler assembler = new Assembler();
        Label tooShort = assembler.label();
        assembler
                .load(Width.WORD, R6, R1, XdpDescriptor.DATA)
                .load(Width.WORD, R4, R1, XdpDescriptor.DATA_END)
                .move(R5, R6)
                .compute(Operation.ADD, R5, FRAME_LENGTH)
                .jumpIf(Condition.ABOVE, R5, R4, tooShort)
                .load(Width.DOUBLE, R2, R6, LEFT)
                .load(Width.DOUBLE, R3, R6, RIGHT);
        code.accept(assembler);
        assembler
                .store(Width.DOUBLE, R6, RESULT, R2)
                .place(tooShort)
                .move(R0, XdpDescriptor.PASS)
                .exit();
        return run(assembler.assemble(), left, right);
    }

    private static boolean takes(Jump jump, long left, long right) {
        Consumer<Assembler> code = assembler -> {
            Label yes = assembler.label();
            jump.write(assembler.move(R0, 1), yes);
            assembler.move(R0, 0).place(yes).move(R2, R0);
        };
        return result(code, left, right) == 1;
    }

    private static long run(EbpfProgram program, long left, long right) {
        UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_LENGTH]);
        frame.putLong(LEFT, left);
        frame.putLong(RIGHT, right);
        try (LoadedProgram loaded = LoadedProgram.load(AttachPoint.XDP, program)) {
            return new UnsafeBuffer(loaded.testRun(frame.byteArray(), 1).frame()).getLong(RESULT);
        }
    }

    /** Writes a jump to a label. */
    private interface Jump {
        void write(Assembler assembler, Label target);
    }
}
