package org.sekimori.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.sekimori.dataplane.ebpf.Register.R0;
import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R10;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;
import static org.sekimori.dataplane.ebpf.Register.R4;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

/** Records of programs arrive whole and in order, however often the ring went round, and what doesn't fit is refused. */
class EbpfRingIT {
    private static final MapReference RING = new MapReference("ring");
    private static final int RING_BYTES = 1 << 16;
    private static final int NO_WAKEUP = 1;
    /** What a record of a frame's length takes: a header, and the length rounded up. */
    private static final int RECORD_BYTES = 24;

    private static final byte[] FRAME = new byte[60];

    private EbpfMap map;
    private EbpfRing ring;
    private LoadedProgram program;

    @BeforeEach
    void start() {
        TestKernel.needs(AttachPoint.XDP);
        map = EbpfMap.create(MapType.RING_BUFFER, 0, 0, RING_BYTES);
        ring = new EbpfRing(map, RING_BYTES);
        program = LoadedProgram.load(AttachPoint.XDP, tellingFirstBytes(), Map.of(RING, map));
    }

    @AfterEach
    void stop() {
        if (map != null) {
            program.close();
            ring.close();
            map.close();
        }
    }

    /** Puts 12 bytes into the ring: the frame's first 8 and 4 of zero; returns what the kernel said. */
    private static EbpfProgram tellingFirstBytes() {
        Assembler code = new Assembler();
        Label tooShort = code.label();
        return code.load(Width.WORD, R2, R1, XdpDescriptor.DATA)
                .load(Width.WORD, R3, R1, XdpDescriptor.DATA_END)
                .move(R0, R2)
                .compute(Operation.ADD, R0, 8)
                .jumpIf(Condition.ABOVE, R0, R3, tooShort)
                .load(Width.DOUBLE, R0, R2, 0)
                .store(Width.DOUBLE, R10, -16, R0)
                .store(Width.DOUBLE, R10, -8, 0)
                .loadMap(R1, RING)
                .move(R2, R10)
                .compute(Operation.ADD, R2, -16)
                .move(R3, 12)
                .move(R4, NO_WAKEUP)
                .call(Helper.RINGBUF_OUTPUT)
                .exit()
                .place(tooShort)
                .move(R0, 0)
                .exit()
                .assemble();
    }

    private boolean tell(long number) {
        new UnsafeBuffer(FRAME).putLong(0, number);
        return program.testRun(FRAME, 1).result() == 0;
    }

    private List<Long> read(int limit) {
        List<Long> read = new ArrayList<>();
        int count = ring.poll(
                (records, offset, length) -> {
                    assertThat(length).isEqualTo(12);
                    assertThat(records.getInt(offset + 8)).isZero();
                    read.add(records.getLong(offset));
                },
                limit);
        assertThat(count).isEqualTo(read.size());
        return read;
    }

    @Test
    void shouldHandOverRecordsInOrderRoundAfterRound() {
        assertThat(read(10)).isEmpty();
        for (long number = 0; number < 3 * RING_BYTES / RECORD_BYTES; number++) {
            assertThat(tell(number)).isTrue();
            if (number % 7 == 6) {
                assertThat(read(3)).containsExactly(number - 6, number - 5, number - 4);
                assertThat(read(100)).containsExactly(number - 3, number - 2, number - 1, number);
            }
        }
    }

    @Test
    void shouldRefuseWhatDoesNotFitAndGoOnOnceThereIsRoom() {
        int fitting = 0;
        while (tell(fitting)) {
            fitting++;
        }
        assertThat(fitting).isBetween(RING_BYTES / RECORD_BYTES - 1, RING_BYTES / RECORD_BYTES);
        assertThat(tell(-1)).isFalse();
        assertThat(read(1)).containsExactly(0L);
        assertThat(tell(fitting)).isTrue();
        assertThat(read(Integer.MAX_VALUE)).hasSize(fitting).endsWith((long) fitting);
    }

    /** Handed over again it would fail for ever, and hide all behind it. */
    @Test
    void shouldPassTheRecordThatItsListenerFailsAt() {
        tell(1);
        tell(2);
        assertThatIllegalStateException()
                .isThrownBy(() -> ring.poll(
                        (records, offset, length) -> {
                            throw new IllegalStateException("a record like this");
                        },
                        10))
                .withMessage("a record like this");
        assertThat(read(10)).containsExactly(2L);
    }

    @Test
    void shouldNotBeReadOnceItIsClosed() {
        ring.close();
        ring.close();
        assertThatIllegalStateException().isThrownBy(() -> read(1)).withMessageContaining("closed");
    }
}
