package org.sekimori.dataplane.ebpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against clang's encodings, and for what its assembler can't write, the macros of the kernel's {@code linux/filter.h}. */
class AssemblerTest {
    private static final MapReference RULES = new MapReference("rules");
    private static final MapReference SOURCES = new MapReference("sources");

    private final Assembler assembler = new Assembler();

    @Test
    void shouldEncodeAsClangDoes() {
        long[] words = EveryInstruction.program().instructions();

        assertThat(Arrays.stream(words).boxed().map(Long::toHexString))
                .containsExactlyElementsOf(ObjectDump.of("/ebpf/instructions.txt").instructions().stream()
                        .map(Long::toHexString)
                        .toList());
    }

    /** BPF_ST_MEM(BPF_B, BPF_REG_1, 5, -1) and so on: code, registers, offset, immediate from the right. */
    @Test
    void shouldStoreImmediates() {
        assembler
                .store(Width.BYTE, Register.R1, 5, -1)
                .store(Width.HALF, Register.R10, -2, 0x1234)
                .store(Width.WORD, Register.R2, 0, 7)
                .store(Width.DOUBLE, Register.R10, -16, 0);

        assertThat(assembler.assemble().instructions())
                .containsExactly(
                        0xffffffff_0005_01_72L, 0x00001234_fffe_0a_6aL, 0x00000007_0000_02_62L, 0x00000000_fff0_0a_7aL);
    }

    /** BPF_JMP_IMM(BPF_JSET, BPF_REG_4, 2, 0), BPF_JMP_REG(…), BPF_JMP32_IMM(…). */
    @Test
    void shouldJumpByBits() {
        Label next = assembler.label();
        assembler.place(next).jumpIf(Condition.ANY_BIT, Register.R4, 2, next);
        assembler.jumpIf(Condition.ANY_BIT, Register.R4, Register.R5, next);
        assembler.jumpIf32(Condition.ANY_BIT, Register.R4, 2, next);

        assertThat(assembler.assemble().instructions())
                .containsExactly(0x2_ffff_04_45L, 0xfffe_54_4dL, 0x2_fffd_04_46L);
    }

    /** BPF_CALL_REL(1): source 1, the distance as the immediate. */
    @Test
    void shouldCallItsOwnFunctions() {
        Label function = assembler.label();
        assembler.call(function).exit().place(function).move(Register.R0, 0).exit();

        EbpfProgram program = assembler.assemble();
        assertThat(program.instructions()[0]).isEqualTo(0x1_0000_10_85L);
        assertThat(program.listing()).contains("0: call <2>");
    }

    /** BPF_LD_MAP_FD(BPF_REG_1, descriptor). */
    @Test
    void shouldPutMapsIn() {
        EbpfProgram program = assembler
                .loadMap(Register.R1, RULES)
                .loadMap(Register.R2, SOURCES)
                .loadMap(Register.R3, RULES)
                .assemble();

        assertThat(program.maps()).containsExactly(RULES, SOURCES);
        assertThat(program.instructions()).containsExactly(0x0000_11_18L, 0, 0x0000_12_18L, 0, 0x0000_13_18L, 0);
        assertThat(program.withMaps(Map.of(RULES, 17, SOURCES, 4, new MapReference("unused"), 5)))
                .containsExactly(0x11_0000_11_18L, 0, 0x4_0000_12_18L, 0, 0x11_0000_13_18L, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> program.withMaps(Map.of(RULES, 17)))
                .withMessageContaining("sources");
    }

    /** BPF_RAW_INSN(BPF_LD | BPF_DW | BPF_IMM, BPF_REG_4, BPF_PSEUDO_MAP_VALUE, 0, descriptor), second slot 0: at offset 0. */
    @Test
    void shouldPutMapsValuesIn() {
        EbpfProgram program = assembler.loadMapValue(Register.R4, RULES).assemble();

        assertThat(program.maps()).containsExactly(RULES);
        assertThat(program.withMaps(Map.of(RULES, 17))).containsExactly(0x11_0000_24_18L, 0);
    }

    @Test
    void shouldRefuseLabelsThatAreNowhereOrAnothersOrTwice() {
        Label label = assembler.label();
        assembler.jump(label);
        assertThatIllegalStateException().isThrownBy(assembler::assemble).withMessageContaining("jump at 0");

        assembler.place(label);
        assertThatIllegalStateException()
                .isThrownBy(() -> assembler.place(label))
                .withMessageContaining("placed twice");
        Label foreign = new Assembler().label();
        assertThatIllegalStateException().isThrownBy(() -> assembler.place(foreign));
        assertThatIllegalStateException().isThrownBy(() -> assembler.jump(foreign));
    }

    @Test
    void shouldJumpAsFarAsSixteenBitsGo() {
        Label start = assembler.label();
        Label end = assembler.label();
        assembler.place(start).jump(end);
        while (assembler.length() < Short.MAX_VALUE) {
            assembler.move(Register.R0, 0);
        }
        assembler.move(Register.R0, 0).place(end);
        assertThat(Instruction.decode(assembler.assemble().instructions()[0]).offset())
                .isEqualTo(Short.MAX_VALUE);

        assembler.jump(start);
        assertThatIllegalStateException().isThrownBy(assembler::assemble).withMessageContaining("too far");
    }

    @Test
    void shouldRefuseWhatHasNoEncoding() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assembler.load(Width.BYTE, Register.R0, Register.R1, 32_768))
                .withMessageContaining("32768");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assembler.store(Width.BYTE, Register.R0, -32_769, Register.R1));
        assertThatIllegalArgumentException().isThrownBy(() -> assembler.toBigEndian(Register.R0, 24));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assembler.addAtomically(Width.HALF, Register.R0, 0, Register.R1));
        assertThat(assembler.length()).isZero();
    }
}
