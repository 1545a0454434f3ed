package org.sekimori.dataplane.state;

/** Time that never goes back: a reading before the last one counts as the last one. Belongs to one memory. */
final class SteadyClock {
    private boolean isStarted;
    private long nowNs;

    /** Takes a reading and answers the time to go by; readings wrap around as {@link System#nanoTime} does. */
    long advance(long readingNs) {
        if (!isStarted || readingNs - nowNs > 0) {
            isStarted = true;
            nowNs = readingNs;
        }
        return nowNs;
    }
}
