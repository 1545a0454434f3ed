package org.sekimori.dataplane.agent;

import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * What it costs a worker to judge by a candidate as well, and whether that is too much. A frame in so many is timed and speaks for
 * those before it; where one takes long, the next are timed, too. Time is the thread's own, so that whoever else runs on the
 * processor doesn't count. Belongs to one worker.
 *
 * <p>The comparison may take a share of the time that passes, and has some time to its credit, so that a burst or cold memory doesn't
 * end it. So much, and a batch of frames, is what the costliest candidate takes from the line before it ends.
 */
final class CostGauge {
    /** What a comparison may take of a worker's time, per mille. */
    static final int MAX_SHARE_PER_MILLE = 250;
    /** What it may take at once. */
    static final long CREDIT_NS = 100_000_000;

    /** One frame in so many is timed, give or take half of it, so that no rhythm of frames hides the costly ones. */
    static final int INTERVAL = 32;

    private static final int FACTOR = 1_664_525;
    private static final int SUMMAND = 1_013_904_223;
    /** Behind a frame that takes so long the next one is timed. */
    private static final long LONG_FRAME_NS = 20_000;
    /** Behind a duty cycle that takes so long the next frame is timed. */
    private static final long LONG_CYCLE_NS = 10_000_000;

    private static final long SECOND_NS = 1_000_000_000;
    private static final int PER_MILLE = 1_000;

    /** How often the clock is read to find out what a reading takes. */
    private static final int READINGS = 64;

    private final LongSupplier threadTime;
    /** What reading the clock takes itself, which would else count for each frame that a timed one speaks for. */
    private final long readingNs;

    private long creditNs;
    private long cycleNs;
    private long sinceNs;
    private long spentNs;
    private long frames;
    private int untimed;
    private int interval;
    private int random;

    /** By the time that the calling thread has been running. */
    CostGauge() {
        threadTime = ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime;
        readingNs = shortestReading(threadTime);
    }

    /** By a clock whose readings take no time. */
    CostGauge(LongSupplier threadTime) {
        this.threadTime = threadTime;
        readingNs = 0;
    }

    private static long shortestReading(LongSupplier clock) {
        long shortest = Long.MAX_VALUE;
        for (int i = 0; i < READINGS; i++) {
            long start = clock.getAsLong();
            shortest = Math.min(shortest, clock.getAsLong() - start);
        }
        return Math.max(0, shortest);
    }

    /** A comparison begins; its first frame is timed. */
    void begin(long nowNs) {
        creditNs = CREDIT_NS;
        cycleNs = nowNs;
        interval = 1;
        untimed = 0;
        restart(nowNs);
    }

    /** A duty cycle begins; returns whether the figures speak for about a second, and are to be told before they begin anew. */
    boolean beginBatch(long nowNs) {
        long passedNs = nowNs - cycleNs;
        cycleNs = nowNs;
        creditNs = Math.min(CREDIT_NS, creditNs + passedNs * MAX_SHARE_PER_MILLE / PER_MILLE);
        if (passedNs > LONG_CYCLE_NS) {
            interval = 1;
        }
        return nowNs - sinceNs >= SECOND_NS;
    }

    /** Whether the next frame is to be timed. */
    boolean isTimed() {
        return ++untimed >= interval;
    }

    /** When a frame that is timed begins. */
    long start() {
        return threadTime.getAsLong();
    }

    /** The frame that began then is compared. */
    void stop(long startNs) {
        long frameNs = Math.max(0, threadTime.getAsLong() - startNs - readingNs);
        long allNs = frameNs * untimed;
        creditNs -= allNs;
        spentNs += allNs;
        frames += untimed;
        untimed = 0;
        interval = frameNs >= LONG_FRAME_NS ? 1 : nextInterval();
    }

    private int nextInterval() {
        random = random * FACTOR + SUMMAND;
        return INTERVAL / 2 + (int) ((random & 0xFFFF_FFFFL) * (INTERVAL + 1) >>> Integer.SIZE);
    }

    /** Whether more was taken than may be. */
    boolean isOver() {
        return creditNs < 0;
    }

    /** Time for each frame, since the figures began. */
    long frameNs() {
        return frames == 0 ? 0 : spentNs / frames;
    }

    /** Per mille of the time that has passed since the figures began. */
    int sharePerMille(long nowNs) {
        long passedNs = Math.max(1, nowNs - sinceNs);
        return (int) Math.min(PER_MILLE, spentNs * PER_MILLE / passedNs);
    }

    /** The figures begin anew. */
    void restart(long nowNs) {
        sinceNs = nowNs;
        spentNs = 0;
        frames = 0;
    }
}
