package org.sekimori.control.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.pcap.CaptureInput;
import org.sekimori.dataplane.pcap.DirectionRule;
import org.sekimori.dataplane.pcap.FrameSink;
import org.sekimori.policy.Direction;
import org.sekimori.policy.ShippedPolicy;

class ReplayTest {
    private static final int PLAIN_FRAMES = 163;
    private static final int MANY = 200;

    private final List<FrameVerdict> verdicts = new ArrayList<>();

    @Test
    void shouldReadNoFurtherOnceStoppedAndLoseNothing() throws URISyntaxException {
        List<Replay> self = new ArrayList<>();
        Replay replay = new Replay(plan(MANY), frames -> {
            if (frames > 0) {
                self.get(0).stop();
            }
        });
        self.add(replay);
        ReplayResult result = replay.run();
        assertThat(result.stopped()).isTrue();
        assertThat(result.total().frames()).isPositive().isLessThan((long) MANY * PLAIN_FRAMES);
        assertThat(verdicts).hasSize((int) result.total().frames());
    }

    @Test
    void shouldTallyEachFileByItselfEvenWhenOneIsNamedTwice() throws URISyntaxException {
        ReplayResult result = new Replay(plan(2), frames -> {}).run();
        assertThat(result.files()).extracting(FileTally::frames).containsExactly(163L, 163L);
        assertThat(result.total().frames()).isEqualTo(2 * PLAIN_FRAMES);
        assertThat(result.stopped()).isFalse();
        assertThat(result.faults()).isEmpty();
        assertThat(verdicts.get(PLAIN_FRAMES).frame()).isEqualTo(1);
    }

    private ReplayPlan plan(int copies) throws URISyntaxException {
        Path plain = Path.of(getClass().getResource("/golden/plain/input.pcap").toURI());
        List<CaptureInput> inputs = new ArrayList<>();
        for (int i = 0; i < copies; i++) {
            inputs.add(new CaptureInput("plain.pcap", plain, DirectionRule.always(Direction.INBOUND)));
        }
        return new ReplayPlan(
                ShippedPolicy.table(), inputs, Collections.emptyList(), FrameSink.NONE, FrameSink.NONE, verdicts::add);
    }
}
