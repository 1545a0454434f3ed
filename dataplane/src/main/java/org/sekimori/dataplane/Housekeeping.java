package org.sekimori.dataplane;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.sekimori.dataplane.boxfile.BoxHeaderWriter;

/**
 * What must be done now and then, and is too slow for those that move frames: compares the machine's two clocks, so that
 * setting the time of day spoils the times of a second and no more, and writes down garbage collections. On a thread of
 * its own.
 */
final class Housekeeping implements Agent {
    private static final long INTERVAL_NS = 1_000_000_000;

    private final OffsetEpochNanoClock clock;
    private final BoxHeaderWriter header;
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private long nextNs = System.nanoTime();

    Housekeeping(OffsetEpochNanoClock clock, BoxHeaderWriter header) {
        this.clock = clock;
        this.header = header;
    }

    @Override
    public int doWork() {
        long nowNs = System.nanoTime();
        if (nowNs - nextNs < 0) {
            return 0;
        }
        nextNs = nowNs + INTERVAL_NS;
        clock.sample();
        long count = 0;
        long millis = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            count += Math.max(0, collector.getCollectionCount());
            millis += Math.max(0, collector.getCollectionTime());
        }
        header.gc(count, millis);
        return 0;
    }

    @Override
    public String roleName() {
        return "housekeeping";
    }
}
