package org.sekimori.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.agent.Standstill;

class ProgressWatchTest {
    private final List<Long> passedOn = new ArrayList<>();
    private final List<String> standstills = new ArrayList<>();
    private final ProgressWatch watch = new ProgressWatch(passedOn::add, standstills::add);

    @Test
    void shouldPassTheHeartbeatOn() {
        watch.beat(17);
        watch.beat(18);
        assertThat(passedOn).containsExactly(17L, 18L);
    }

    @Test
    void shouldSaySoWhenItStandsTooLongAndWhy() {
        watch.causes(() -> new Standstill("frames that came in are not judged", false));
        rounds(ProgressWatch.AGENT_ROUNDS - 1);
        assertThat(standstills).isEmpty();
        rounds(1);
        assertThat(standstills).containsExactly("no frame moved for 10 seconds: frames that came in are not judged");
    }

    @Test
    void shouldHaveMorePatienceWithDrivers() {
        watch.causes(() -> new Standstill("the driver of 'lan0' takes no frames", true));
        rounds(ProgressWatch.DRIVER_ROUNDS - 1);
        assertThat(standstills).isEmpty();
        rounds(1);
        assertThat(standstills).hasSize(1);
    }

    /** The clock may jump by hours, as after a suspended machine: what counts is how often it was looked at. */
    @Test
    void shouldTakeAnyBeatForProgressHoweverLateItComes() {
        for (int i = 0; i < 10; i++) {
            rounds(ProgressWatch.AGENT_ROUNDS - 1);
            watch.beat(i * 3_600_000_000_000L);
        }
        assertThat(standstills).isEmpty();
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            watch.doWork();
        }
    }
}
