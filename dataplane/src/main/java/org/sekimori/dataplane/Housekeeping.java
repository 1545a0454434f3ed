package org.sekimori.dataplane;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.sekimori.dataplane.agent.WhatIfSource;
import org.sekimori.dataplane.boxfile.BoxHeaderWriter;

/**
 * What must be done now and then, and is too slow for those that move frames: ends what-if comparisons, writes down garbage
 * collections, and tells of faults. On a thread of its own.
 */
final class Housekeeping implements Agent {
    private static final long INTERVAL_NS = 1_000_000_000;

    private final WhatIfSource whatIfs;
    private final BoxHeaderWriter header;
    private final BoxFaults faults;
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private long nextNs = System.nanoTime();

    Housekeeping(WhatIfSource whatIfs, BoxHeaderWriter header, BoxFaults faults) {
        this.whatIfs = whatIfs;
        this.header = header;
        this.faults = faults;
    }

    @Override
    public int doWork() {
        whatIfs.poll();
        long nowNs = System.nanoTime();
        if (nowNs - nextNs < 0) {
            return 0;
        }
        nextNs = nowNs + INTERVAL_NS;
        faults.tell();
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
