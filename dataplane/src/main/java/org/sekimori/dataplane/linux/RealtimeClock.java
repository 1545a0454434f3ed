package org.sekimori.dataplane.linux;

import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The machine's time of day in nanoseconds since 1970, clock_gettime(2) of {@code CLOCK_REALTIME}: the clock by which the
 * kernel stamps received frames, so that a stamp and a reading are never apart by a step or a slew of the clock. The
 * class library's clocks are right to a millisecond only, or allocate. Belongs to one thread.
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

    private final UnsafeBuffer time = NativeMemory.struct(LENGTH);

    /** Reads the clock: a native call of about 100 ns, for once a batch and not once a frame. */
    @Override
    public long nanoTime() {
        // can't fail: the clock exists on every Linux, and the struct is ours
        LibC.clock_gettime(CLOCK_REALTIME, time.addressOffset());
        return time.getLong(SECONDS_OFFSET) * NANOS_PER_SECOND + time.getLong(NANOSECONDS_OFFSET);
    }
}
