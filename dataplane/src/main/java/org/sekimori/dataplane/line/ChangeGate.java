package org.sekimori.dataplane.line;

import java.util.concurrent.TimeUnit;

/**
 * Bounds how often somebody tells of a value that changes: ten changes at once, then one in ten seconds. The value is
 * looked at again and again, so what it settles at is told in the end. Belongs to one thread.
 */
public final class ChangeGate {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int BURST = 10;

    private long toldChanges;
    private long fullAtNs;
    private boolean isStarted;

    /**
     * Whether to tell now; then it counts as told.
     *
     * @param changes how often the value has changed
     * @param nowNs the time, by {@link System#nanoTime}
     */
    public boolean admits(long changes, long nowNs) {
        if (!isStarted) {
            isStarted = true;
            fullAtNs = nowNs;
        }
        if (changes == toldChanges || fullAtNs - nowNs > (BURST - 1) * INTERVAL_NS) {
            return false;
        }
        fullAtNs = (fullAtNs - nowNs > 0 ? fullAtNs : nowNs) + INTERVAL_NS;
        toldChanges = changes;
        return true;
    }

    /** How often it has changed up to what was told last. */
    public long told() {
        return toldChanges;
    }

    /** What is so far needs no telling. */
    public void skip(long changes) {
        toldChanges = changes;
    }
}
