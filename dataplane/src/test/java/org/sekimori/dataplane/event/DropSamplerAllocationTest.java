package org.sekimori.dataplane.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Telling of a drop allocates nothing, nor does keeping silent about it. */
class DropSamplerAllocationTest {
    private static final int DROPS = 200_000;
    /** For reasons of the JVM's own: far below one byte a drop. */
    private static final long SLACK_BYTES = 20_000;

    @Test
    void shouldAllocateNothingWhetherItTellsOrNot() {
        Drops drops = new Drops(1, new EventOptions(10, 5, 1000, 100, Drops.RING_BYTES));
        drops.capture.begin(DropCapture.MAX_SECONDS, DropCapture.MAX_SNAP_BYTES);
        drops.frame(1500);
        EventReader reader = drops.reader();
        drop(drops);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        threads.getThreadAllocatedBytes(self);

        long before = threads.getThreadAllocatedBytes(self);
        drop(drops);
        long allocated = threads.getThreadAllocatedBytes(self) - before;

        assertThat(allocated).isLessThan(SLACK_BYTES);
        assertThat(Drops.read(reader)).isNotEmpty();
        assertThat(reader.lost()).isBetween(1_000L, (long) DROPS);
    }

    /** From four thousand sources, one of them loud, at a hundred thousand frames a second. */
    private static void drop(Drops drops) {
        for (int i = 0; i < DROPS; i++) {
            drops.nowNs += 10_000;
            drops.dropFrom(0, i % 3, i % 2 == 0 ? 1 : i % 4096);
            drops.match(0, i % 3);
        }
    }
}
