package org.sekimori.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a comparison costs is told by some of its frames, and ends it where it is too much. */
class CostGaugeTest {
    private static final long MILLISECOND_NS = 1_000_000;
    private static final long SECOND_NS = 1_000_000_000;

    private long threadNs;
    private long nowNs = -SECOND_NS;
    private int timed;
    private final CostGauge gauge = new CostGauge(() -> threadNs);

    @BeforeEach
    void begin() {
        gauge.begin(nowNs);
    }

    /** A frame that takes so long; returns whether more may follow. */
    private boolean frame(long frameNs) {
        if (gauge.isTimed()) {
            timed++;
            long startNs = gauge.start();
            threadNs += frameNs;
            gauge.stop(startNs);
        } else {
            threadNs += frameNs;
        }
        return !gauge.isOver();
    }

    private void pass(long ns) {
        nowNs += ns;
        gauge.beginBatch(nowNs);
    }

    @Test
    void shouldTimeFewOfCheapFramesAndKnowWhatAllCost() {
        for (int i = 0; i < 3_200; i++) {
            assertThat(frame(300)).isTrue();
        }
        pass(SECOND_NS);
        assertThat(timed).isBetween(80, 120);
        assertThat(gauge.frameNs()).isEqualTo(300);
        assertThat(gauge.sharePerMille(nowNs)).isZero();
        gauge.restart(nowNs);
        assertThat(gauge.frameNs()).isZero();
    }

    @Test
    void shouldGoOnForEverBelowTheShare() {
        for (int second = 0; second < 100; second++) {
            for (int i = 0; i < 1_000; i++) {
                assertThat(frame(240_000)).isTrue();
                pass(MILLISECOND_NS);
            }
        }
        assertThat(gauge.sharePerMille(nowNs)).isEqualTo(240);
    }

    @Test
    void shouldEndAboveTheShareOnceTheCreditIsSpent() {
        int frames = 0;
        while (frame(350_000)) {
            frames++;
            pass(MILLISECOND_NS);
        }
        // 100 ms to its credit, of which each millisecond takes 0.1 ms more than it may
        assertThat(frames).isBetween(990, 1_010);
        assertThat(gauge.sharePerMille(nowNs)).isEqualTo(350);
    }

    @Test
    void shouldEndAfterAFewFramesThatTakeVeryLong() {
        int frames = 1;
        while (frame(13 * MILLISECOND_NS)) {
            frames++;
        }
        assertThat(frames).isEqualTo(8);
    }

    @Test
    void shouldTimeTheNextFrameBehindADutyCycleThatTookLong() {
        frame(300);
        int frames = 1;
        pass(11 * MILLISECOND_NS);
        while (frame(13 * MILLISECOND_NS)) {
            frames++;
        }
        assertThat(frames).isEqualTo(8);
    }

    /** Each frame that is timed speaks for those before it, costly or not. */
    @Test
    void shouldSeeWhatOnlyEveryTenthFrameCosts() {
        int frames = 1;
        while (frames < 10_000 && frame(frames % 10 == 0 ? 5 * MILLISECOND_NS : 300)) {
            frames++;
            if (frames % 10 == 0) {
                pass(10 * MILLISECOND_NS);
            }
        }
        assertThat(frames).isLessThan(2_000);
    }

    @Test
    void shouldBeginWithItsWholeCreditEachTime() {
        while (frame(13 * MILLISECOND_NS)) {
            pass(0);
        }
        assertThat(gauge.isOver()).isTrue();
        gauge.begin(nowNs);
        assertThat(gauge.isOver()).isFalse();
        assertThat(frame(13 * MILLISECOND_NS)).isTrue();
    }
}
