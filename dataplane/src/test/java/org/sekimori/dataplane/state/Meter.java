package org.sekimori.dataplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** Memory this thread takes from the heap, and all threads from outside of it, from now on. */
final class Meter {
    private final long heapBytes;
    private final long directBytes = directBytes();

    Meter() {
        allocated();
        heapBytes = allocated();
    }

    /** Not a byte for each packet, that is: the machine itself takes some for loading and linking what runs first. */
    void assertNothingTaken(int packetCount) {
        assertThat(allocated() - heapBytes)
                .as("bytes on the heap for %d packets", packetCount)
                .isLessThan(packetCount / 2);
        assertThat(directBytes())
                .as("bytes outside the heap, %d packets", packetCount)
                .isLessThanOrEqualTo(directBytes);
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
