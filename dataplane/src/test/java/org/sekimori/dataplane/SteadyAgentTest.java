package org.sekimori.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;

class SteadyAgentTest {
    private final List<Throwable> told = new ArrayList<>();

    /** Returned as idle, so that its runner waits before the next round. */
    @Test
    void shouldTellOfAFaultAndGoOnAtItsPace() throws InterruptedException {
        int[] rounds = new int[1];
        SteadyAgent steady = new SteadyAgent(
                agent(() -> {
                    if (rounds[0]++ % 2 == 0) {
                        throw new StackOverflowError();
                    }
                }),
                told::add);
        assertThat(steady.doWork()).isZero();
        assertThat(steady.doWork()).isEqualTo(1);
        assertThat(steady.doWork()).isZero();
        assertThat(told).hasSize(2);
        assertThat(told.get(0).toString()).startsWith("watcher failed, and goes on: java.lang.StackOverflowError at ");
    }

    private static Agent agent(Runnable round) {
        return new Agent() {
            @Override
            public int doWork() {
                round.run();
                return 1;
            }

            @Override
            public String roleName() {
                return "watcher";
            }
        };
    }
}
