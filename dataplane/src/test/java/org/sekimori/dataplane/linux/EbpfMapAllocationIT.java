package org.sekimori.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.ebpf.MapType;

/** Counters are read all the time, and keys put in while frames go by: neither makes garbage. */
class EbpfMapAllocationIT {
    private static final int ENTRIES = 1024;
    private static final int ROUNDS = 20_000;
    private static final int SLACK_BYTES = 4096;

    private final UnsafeBuffer value = new UnsafeBuffer(new byte[16]);

    @Test
    void shouldAllocateNothing() {
        Assumptions.assumeTrue(TestNamespace.isRoot(), "needs root, to make maps");
        try (EbpfMap counters = EbpfMap.create(MapType.PERCPU_ARRAY, 4, 16, ENTRIES);
                EbpfMap keys = EbpfMap.create(MapType.HASH, 16, 16, ENTRIES)) {
            use(counters, keys);
            long before = allocated();
            use(counters, keys);
            assertThat(allocated() - before).isLessThan(SLACK_BYTES);
        }
    }

    private void use(EbpfMap counters, EbpfMap keys) {
        for (int i = 0; i < ROUNDS; i++) {
            counters.update(i % ENTRIES, value);
            counters.lookup(i % ENTRIES, value);
            keys.update(value, value);
            keys.lookup(value, value);
            keys.delete(value);
            keys.delete(value);
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
