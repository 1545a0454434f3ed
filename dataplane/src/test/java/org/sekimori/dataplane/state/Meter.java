package org.sekimori.dataplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** Memory this thread takes from the heap, and all threads from outside of it, from now on. */
final class Meter {
    /** What the readings may themselves cost. */
    private static final long OWN_BYTES = 4096;

    private final long heapBytes;
    private final long directBytes = directBytes();

    Meter() {
        allocated();
        heapBytes = allocated();
    }

    void assertNothingTaken(String what) {
        assertThat(allocated() - heapBytes).as("bytes on the heap: %s", what).isLessThan(OWN_BYTES);
        assertThat(directBytes()).as("bytes outside the heap: %s", what).isLessThanOrEqualTo(directBytes);
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
