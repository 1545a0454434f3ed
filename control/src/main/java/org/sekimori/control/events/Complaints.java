package org.sekimori.control.events;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Says what goes wrong again and again in one line a minute at most. */
final class Complaints {
    private static final long INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);

    private final PrintWriter err;
    private final LongSupplier clock;
    private long nextNs;

    /** {@code clock} in nanoseconds, as {@link System#nanoTime}. */
    Complaints(PrintWriter err, LongSupplier clock) {
        this.err = err;
        this.clock = clock;
        nextNs = clock.getAsLong();
    }

    /** Says it, if nothing was said within the last minute. */
    synchronized boolean say(String line) {
        long nowNs = clock.getAsLong();
        if (nowNs - nextNs < 0) {
            return false;
        }
        nextNs = nowNs + INTERVAL_NS;
        err.println(line);
        err.flush();
        return true;
    }
}
