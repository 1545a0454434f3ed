package org.sekimori.control.events;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** What the pump counts; written by its thread, read by anyone. */
public final class EventTally {
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong suppressedOfSources = new AtomicLong();
    private final AtomicLong suppressedOfRules = new AtomicLong();
    private final List<OutletTally> outlets = new CopyOnWriteArrayList<>();

    /** Events read from the box. */
    public long read() {
        return read.get();
    }

    /** Events the box wrote and the pump was too slow to read. */
    public long lost() {
        return lost.get();
    }

    /** Events the box held back by the limit of their source, as far as later events said. */
    public long suppressedOfSources() {
        return suppressedOfSources.get();
    }

    /** Events the box held back by the limit of their rule, as far as later events said. */
    public long suppressedOfRules() {
        return suppressedOfRules.get();
    }

    /** What became of them at each outlet. */
    public List<OutletTally> outlets() {
        return outlets;
    }

    void countRead(long ofSource, long ofRule) {
        read.incrementAndGet();
        suppressedOfSources.addAndGet(ofSource);
        suppressedOfRules.addAndGet(ofRule);
    }

    void countLost(long events) {
        lost.addAndGet(events);
    }

    void add(OutletTally outlet) {
        outlets.add(outlet);
    }
}
