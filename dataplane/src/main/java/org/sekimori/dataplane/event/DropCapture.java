package org.sekimori.dataplane.event;

import java.util.concurrent.TimeUnit;

/**
 * Whether events carry the beginning of their frame, and how much of it. Set by whoever is asked to, read by workers when
 * they tell of a frame; it ends by itself.
 */
public final class DropCapture {
    /** Most bytes of a frame. */
    public static final int MAX_SNAP_BYTES = DropEventDescriptor.MAX_SNAP;
    /** Longest time. */
    public static final int MAX_SECONDS = 3600;

    private volatile int snapBytes;
    private volatile long endNs;

    /**
     * Events carry so many bytes from now on, for so long; 0 seconds ends it.
     *
     * @throws IllegalArgumentException out of bounds
     */
    public void begin(int seconds, int snap) {
        if (seconds < 0 || seconds > MAX_SECONDS) {
            throw new IllegalArgumentException("seconds " + seconds + ": 0 to " + MAX_SECONDS + " is wanted");
        }
        if (snap < 0 || snap > MAX_SNAP_BYTES) {
            throw new IllegalArgumentException("snap " + snap + " bytes: 0 to " + MAX_SNAP_BYTES + " is wanted");
        }
        endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        snapBytes = seconds == 0 ? 0 : snap;
    }

    /** Bytes that an event at that time carries at most. */
    int snapBytes(long nowNs) {
        int snap = snapBytes;
        return snap > 0 && nowNs - endNs < 0 ? snap : 0;
    }
}
