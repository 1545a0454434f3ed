package org.sekimori.control.events;

import java.util.concurrent.atomic.AtomicLong;

/** What became of the events one outlet was offered. */
public final class OutletTally {
    private final String name;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();

    OutletTally(String name) {
        this.name = name;
    }

    /** A word for labels: {@code file}, {@code syslog}. */
    public String name() {
        return name;
    }

    /** Events that were written. */
    public long written() {
        return written.get();
    }

    /** Events that were given up, because they came faster than they could be written. */
    public long dropped() {
        return dropped.get();
    }

    /** Writes that failed, each tried again. */
    public long failures() {
        return failures.get();
    }

    void countWritten() {
        written.incrementAndGet();
    }

    void countDropped() {
        dropped.incrementAndGet();
    }

    void countFailure() {
        failures.incrementAndGet();
    }
}
