package org.sekimori.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.agent.Heartbeat;

class JointHeartbeatTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final long startNs = System.nanoTime() + SECOND_NS;
    private long toldNs;
    private JointHeartbeat joint;

    @BeforeEach
    void setUp() {
        joint = new JointHeartbeat(3, nowNs -> toldNs = nowNs);
        beat(startNs, 1, 2, 0);
    }

    private void beat(long nowNs, int... pipelines) {
        for (int pipeline : pipelines) {
            beats(pipeline).beat(nowNs);
        }
    }

    private Heartbeat beats(int pipeline) {
        return joint.of(pipeline);
    }

    @Test
    void shouldTellWhenAllGoRound() {
        beat(startNs + SECOND_NS, 1, 2, 0);
        assertThat(toldNs).isEqualTo(startNs + SECOND_NS);
    }

    @Test
    void shouldBeAsOldAsTheOneThatIsSilent() {
        beat(startNs + SECOND_NS, 1, 0);
        assertThat(toldNs).isEqualTo(startNs);
    }

    @Test
    void shouldBeOldWhenTheFirstIsSilent() {
        beat(startNs + SECOND_NS, 1, 2);
        assertThat(toldNs).isEqualTo(startNs);
    }

    @Test
    void shouldTellOfASinglePipeline() {
        Heartbeat only = new JointHeartbeat(1, nowNs -> toldNs = nowNs).of(0);
        only.beat(startNs + SECOND_NS);
        assertThat(toldNs).isEqualTo(startNs + SECOND_NS);
    }
}
