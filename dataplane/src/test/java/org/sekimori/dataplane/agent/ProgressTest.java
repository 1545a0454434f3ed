package org.sekimori.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.port.MemoryPort;

/** What a heartbeat says is the time until which everything went forward. */
class ProgressTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final MemoryPort wan = new MemoryPort("wan");
    private final MemoryPort lan = new MemoryPort("lan0");
    private final RingBuffer<FrameSlot> ring =
            RingBuffer.createSingleProducer(FrameSlot::new, 64, new BusySpinWaitStrategy());
    private final Sequence left = new Sequence(-1);
    private final Progress progress = new Progress(ring, left, new PortPair(wan, lan), beatNs -> this.beatNs = beatNs);
    private long nowNs = System.nanoTime() + SECOND_NS;
    private long beatNs;

    @Test
    void shouldGoForwardOnAnIdleLine() {
        for (int i = 0; i < 100; i++) {
            round();
            assertThat(beatNs).isEqualTo(nowNs);
        }
    }

    @Test
    void shouldStandWhileCaptureDoesNotGoRound() {
        round();
        long stoodNs = nowNs;
        for (int i = 0; i < 20; i++) {
            nowNs += SECOND_NS;
            progress.onEgressRound(nowNs);
        }
        assertThat(beatNs).isEqualTo(stoodNs);
        assertThat(progress.standstill().words()).contains("receives");
        round();
        assertThat(beatNs).isEqualTo(nowNs);
    }

    @Test
    void shouldStandWhileFramesWaitToBeJudged() {
        round();
        long stoodNs = nowNs;
        ring.publish(ring.next());
        rounds(20);
        assertThat(beatNs).isEqualTo(stoodNs);
        assertThat(progress.standstill().words()).contains("not judged");
        assertThat(progress.standstill().isDriver()).isFalse();
        left.set(0);
        round();
        assertThat(beatNs).isEqualTo(nowNs);
    }

    @Test
    void shouldGoForwardWhileFramesComeAndGo() {
        for (int i = 0; i < 20; i++) {
            ring.publish(ring.next());
            ring.publish(ring.next());
            left.set(i);
            round();
            assertThat(beatNs).isEqualTo(nowNs);
        }
    }

    @Test
    void shouldStandWhileADriverTakesNoneOfTheFramesItIsGiven() {
        round();
        long stoodNs = nowNs;
        lan.stuck(true);
        for (int i = 0; i < 40; i++) {
            lan.transmit(slot());
            round();
        }
        assertThat(beatNs).isEqualTo(stoodNs);
        assertThat(progress.standstill()).isEqualTo(new Standstill("the driver of 'lan0' takes no frames", true));
        lan.stuck(false);
        lan.transmit(slot());
        round();
        assertThat(beatNs).isEqualTo(nowNs);
    }

    @Test
    void shouldNotStandForOneFrameThatADriverRefusedLongAgo() {
        round();
        lan.stuck(true);
        lan.transmit(slot());
        rounds(20);
        assertThat(beatNs).isEqualTo(nowNs);
    }

    private static FrameSlot slot() {
        FrameSlot slot = new FrameSlot();
        slot.frame().wrap(new byte[60]);
        return slot;
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            round();
        }
    }

    private void round() {
        nowNs += SECOND_NS / 2;
        progress.onCaptureRound();
        progress.onEgressRound(nowNs);
    }
}
