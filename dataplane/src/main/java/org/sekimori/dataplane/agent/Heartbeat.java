package org.sekimori.dataplane.agent;

/** Hears of a pipeline's progress; the egress agent calls it after whole duty cycles, about once a millisecond. */
@FunctionalInterface
public interface Heartbeat {
    /** Nobody listens. */
    Heartbeat NONE = nanoTime -> {};

    /** Until then everything went forward, by {@link System#nanoTime}; not after now, and never less than before. */
    void beat(long nanoTime);
}
