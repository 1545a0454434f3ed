package org.sekimori.dataplane.boxfile;

import org.agrona.BitUtil;

/**
 * What the length of a box file depends on.
 *
 * @param workers how many workers judge, each with a tally and an event ring of its own
 * @param eventRingBytes bytes of events that each of them holds for readers, a power of two
 */
public record BoxFileShape(int workers, int eventRingBytes) {
    /** Bytes of an event ring where nothing else was asked for. */
    public static final int DEFAULT_EVENT_RING_BYTES = 1 << 18;

    /** As many have a tally at most. */
    public static final int MAX_WORKERS = 64;

    static final int MIN_RING_BYTES = 1 << 15;
    static final int MAX_RING_BYTES = 1 << 26;

    /** Checks the bounds. */
    public BoxFileShape {
        if (workers < 1 || workers > MAX_WORKERS) {
            throw new IllegalArgumentException("workers " + workers + ": 1 to " + MAX_WORKERS + " is wanted");
        }
        if (!isRingLength(eventRingBytes)) {
            throw new IllegalArgumentException("eventRingBytes " + eventRingBytes + ": a power of two from "
                    + MIN_RING_BYTES + " to " + MAX_RING_BYTES + " is wanted");
        }
    }

    /** That many workers with the usual rings. */
    public static BoxFileShape of(int workers) {
        return new BoxFileShape(workers, DEFAULT_EVENT_RING_BYTES);
    }

    private static boolean isRingLength(int value) {
        return BitUtil.isPowerOfTwo(value) && value >= MIN_RING_BYTES && value <= MAX_RING_BYTES;
    }
}
