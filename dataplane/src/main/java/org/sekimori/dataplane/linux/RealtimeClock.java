package org.sekimori.dataplane.linux;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The machine's time of day in nanoseconds since 1970, clock_gettime(2) of {@code CLOCK_REALTIME}: the clock by which the
 * kernel stamps received frames. It is read natively ten times a second and carried on by {@link System#nanoTime}, which is
 * slewed alike; so a step of the time of day spoils a tenth of a second of measures, and no more. The class library's clocks
 * are right to a millisecond only, or allocate. Belongs to one thread.
 *
 * <pre>
 *  struct timespec:   0 seconds   8 nanoseconds
 * </pre>
 */
public final class RealtimeClock implements EpochNanoClock {
    private static final int CLOCK_REALTIME = 0;
    private static final int SECONDS_OFFSET = 0;
    private static final int NANOSECONDS_OFFSET = SECONDS_OFFSET + Long.BYTES;
    private static final int LENGTH = NANOSECONDS_OFFSET + Long.BYTES;
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long RENEWAL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /** Readings of which the one that took least time counts: a thread may lose its core in the middle of one. */
    private static final int TRIES = 3;

    private final UnsafeBuffer time = NativeMemory.struct(LENGTH);
    private long renewedNs = System.nanoTime() - RENEWAL_NS;
    private long offsetNs;

    @Override
    public long nanoTime() {
        long nowNs = System.nanoTime();
        if (nowNs - renewedNs >= RENEWAL_NS) {
            renew();
        }
        return nowNs + offsetNs;
    }

    private void renew() {
        long shortestNs = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long beforeNs = System.nanoTime();
            long epochNs = read();
            long tookNs = System.nanoTime() - beforeNs;
            if (tookNs < shortestNs) {
                shortestNs = tookNs;
                offsetNs = epochNs - beforeNs - tookNs / 2;
            }
            renewedNs = beforeNs;
        }
    }

    /** A native call of about 100 ns; can't fail, as the clock exists on every Linux and the struct is ours. */
    private long read() {
        LibC.clock_gettime(CLOCK_REALTIME, time.addressOffset());
        return time.getLong(SECONDS_OFFSET) * NANOS_PER_SECOND + time.getLong(NANOSECONDS_OFFSET);
    }
}
