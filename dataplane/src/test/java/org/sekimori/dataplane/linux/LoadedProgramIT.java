package org.sekimori.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.sekimori.dataplane.ebpf.Register.R0;
import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R10;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;
import static org.sekimori.dataplane.ebpf.Register.R6;

import java.util.Arrays;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.Helper;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.MapType;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.ebpf.XdpDescriptor;
import org.sekimori.dataplane.frame.FrameBuilder;

class LoadedProgramIT {
    private static final MapReference COUNTERS = new MapReference("counters");
    private static final byte[] FRAME = FrameBuilder.frame()
            .ipv4("192.0.2.1", "198.51.100.2")
            .udp(5353, 53)
            .payload(new byte[100])
            .bytes();
    private static final int ETHERNET_LENGTH = 14;

    private final Assembler assembler = new Assembler();

    @BeforeEach
    void needsXdp() {
        TestKernel.needs(AttachPoint.XDP);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRunWhereverItCanBeAttached(AttachPoint point) {
        TestKernel.needs(point);
        EbpfProgram program = assembler.move(R0, 2).exit().assemble();
        try (LoadedProgram loaded = LoadedProgram.load(point, program)) {
            TestRun run = loaded.testRun(FRAME, 1000);
            assertThat(run.result()).isEqualTo(2);
            assertThat(run.nanosPerRun()).isBetween(0, 1_000_000);
            assertThat(run.frame()).isEqualTo(point == AttachPoint.FANOUT ? withoutEthernetHeader() : FRAME);
        }
    }

    /** A test run of a socket's program gives zeros in its place (net/bpf/test_run.c). */
    private static byte[] withoutEthernetHeader() {
        byte[] frame = FRAME.clone();
        Arrays.fill(frame, 0, ETHERNET_LENGTH, (byte) 0);
        return frame;
    }

    @Test
    void shouldReadAndWriteTheFrame() {
        Label tooShort = assembler.label();
        EbpfProgram program = assembler
                .load(Width.WORD, R2, R1, XdpDescriptor.DATA)
                .load(Width.WORD, R3, R1, XdpDescriptor.DATA_END)
                .move(R0, R2)
                .compute(Operation.ADD, R0, 14)
                .jumpIf(Condition.ABOVE, R0, R3, tooShort)
                .store(Width.BYTE, R2, 0, 0x55)
                .load(Width.HALF, R0, R2, 12)
                .toBigEndian(R0, 16)
                .exit()
                .place(tooShort)
                .move(R0, XdpDescriptor.ABORTED)
                .exit()
                .assemble();
        byte[] wanted = FRAME.clone();
        wanted[0] = 0x55;

        try (LoadedProgram loaded = LoadedProgram.load(AttachPoint.XDP, program)) {
            TestRun run = loaded.testRun(FRAME, 1);
            assertThat(run.result()).isEqualTo(0x0800);
            assertThat(run.frame()).isEqualTo(wanted);
        }
    }

    @Test
    void shouldAddUpWhatItCountsOnAnyProcessor() {
        try (EbpfMap counters = EbpfMap.create(MapType.PERCPU_ARRAY, 4, 16, 3);
                LoadedProgram loaded = LoadedProgram.load(AttachPoint.XDP, counting(), Map.of(COUNTERS, counters))) {
            for (int i = 0; i < 10; i++) {
                assertThat(loaded.testRun(FRAME, 100).result()).isEqualTo(XdpDescriptor.DROP);
            }
            UnsafeBuffer value = new UnsafeBuffer(new byte[16]);
            assertThat(counters.lookup(1, value)).isTrue();
            assertThat(value.getLong(0)).isEqualTo(1000);
            assertThat(value.getLong(8)).isEqualTo(1000L * FRAME.length);
        }
    }

    private EbpfProgram counting() {
        Label none = assembler.label();
        return assembler
                .load(Width.WORD, R6, R1, XdpDescriptor.DATA_END)
                .load(Width.WORD, R2, R1, XdpDescriptor.DATA)
                .compute(Operation.SUBTRACT, R6, R2)
                .store(Width.WORD, R10, -4, 1)
                .move(R2, R10)
                .compute(Operation.ADD, R2, -4)
                .loadMap(R1, COUNTERS)
                .call(Helper.MAP_LOOKUP_ELEM)
                .jumpIf(Condition.EQUAL, R0, 0, none)
                .move(R1, 1)
                .addAtomically(Width.DOUBLE, R0, 0, R1)
                .load(Width.DOUBLE, R1, R0, 8)
                .compute(Operation.ADD, R1, R6)
                .store(Width.DOUBLE, R0, 8, R1)
                .place(none)
                .move(R0, XdpDescriptor.DROP)
                .exit()
                .assemble();
    }

    @Test
    void shouldSayWhatTheVerifierSays() {
        EbpfProgram unchecked = assembler
                .load(Width.WORD, R2, R1, XdpDescriptor.DATA)
                .load(Width.BYTE, R0, R2, 20)
                .exit()
                .assemble();

        assertThatExceptionOfType(NativeCallException.class)
                .isThrownBy(() -> LoadedProgram.load(AttachPoint.XDP, unchecked))
                .withMessageStartingWith("bpf PROG_LOAD XDP: EACCES")
                .withMessageContaining("invalid access to packet")
                .matches(problem -> problem.log().lines().count() <= 12)
                .matches(problem -> !problem.isPrivilegeMissing());
    }

    @Test
    void shouldSayThatAProgramIsEmpty() {
        assertThatExceptionOfType(NativeCallException.class)
                .isThrownBy(() -> LoadedProgram.load(AttachPoint.XDP, assembler.assemble()));
    }

    @Test
    void shouldNeedItsMaps() {
        EbpfProgram program = counting();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LoadedProgram.load(AttachPoint.XDP, program))
                .withMessageContaining("counters");
    }

    @Test
    void shouldRefuseFramesWithoutAnEthernetHeader() {
        EbpfProgram program = assembler.move(R0, 0).exit().assemble();
        try (LoadedProgram loaded = LoadedProgram.load(AttachPoint.XDP, program)) {
            assertThat(loaded.testRun(new byte[14], 1).frame()).hasSize(14);
            assertThat(loaded.testRun(new byte[9000], 1).frame()).hasSize(9000);
            assertThatExceptionOfType(NativeCallException.class)
                    .isThrownBy(() -> loaded.testRun(new byte[13], 1))
                    .withMessageContaining("PROG_TEST_RUN");
        }
    }
}
