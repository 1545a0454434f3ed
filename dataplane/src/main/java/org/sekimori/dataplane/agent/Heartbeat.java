package org.sekimori.dataplane.agent;

/** Hears that frames are still being fetched; the capture agent calls it once a duty cycle. */
@FunctionalInterface
public interface Heartbeat {
    /** Nobody listens. */
    Heartbeat NONE = nanoTime -> {};

    /** The agent goes round at that time, by {@link System#nanoTime}. */
    void beat(long nanoTime);
}
