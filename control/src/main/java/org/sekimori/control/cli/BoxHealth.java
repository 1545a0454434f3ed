package org.sekimori.control.cli;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.sekimori.dataplane.boxfile.BoxHeaderWriter;

/** What the box says of its own health, beside the agents. One thread's own. */
final class BoxHealth {
    private final BoxHeaderWriter header;
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();

    BoxHealth(BoxHeaderWriter header) {
        this.header = header;
    }

    /** Writes down how it is now. */
    void poll() {
        long count = 0;
        long millis = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            count += Math.max(0, collector.getCollectionCount());
            millis += Math.max(0, collector.getCollectionTime());
        }
        header.gc(count, millis);
    }
}
