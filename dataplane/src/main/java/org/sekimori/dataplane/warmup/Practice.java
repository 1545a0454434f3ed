package org.sekimori.dataplane.warmup;

import java.util.Locale;

/**
 * What was practised before the ports were taken.
 *
 * @param frames judged, both ways
 * @param lastedNs from the first frame to the last
 */
public record Practice(long frames, long lastedNs) {
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** The line that an administrator reads. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "practised %d frames in %d ms", frames, lastedNs / NANOS_PER_MILLI);
    }
}
