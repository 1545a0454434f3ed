package org.sekimori.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RealtimeClockTest {
    private static final int READINGS = 1_000;
    private static final long TOLERANCE_NS = 5_000;

    @Test
    void shouldTellTheMachinesTimeOfDayToMicroseconds() {
        RealtimeClock clock = new RealtimeClock();
        int finerThanMicroseconds = 0;
        for (int i = 0; i < READINGS; i++) {
            long beforeNs = nanos(Instant.now());
            long read = clock.nanoTime();
            long afterNs = nanos(Instant.now());
            assertThat(read).isBetween(beforeNs - TOLERANCE_NS, afterNs + TOLERANCE_NS);
            finerThanMicroseconds += read % 1_000 == 0 ? 0 : 1;
        }
        assertThat(finerThanMicroseconds).isGreaterThan(READINGS / 2);
    }

    private static long nanos(Instant time) {
        return time.getEpochSecond() * 1_000_000_000 + time.getNano();
    }
}
