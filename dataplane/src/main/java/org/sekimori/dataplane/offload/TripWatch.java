package org.sekimori.dataplane.offload;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sekimori.dataplane.boxfile.GuardNotice;

/** Says, a line each, that the guard had taken the line from the box, and that the box has it back. Belongs to one thread at a time. */
final class TripWatch {
    private static final double MS_PER_SECOND = TimeUnit.SECONDS.toMillis(1);

    private final Consumer<String> log;
    private long trips;
    private boolean isAway;

    /** Trips until now are others' to tell. */
    TripWatch(GuardNotice now, Consumer<String> log) {
        this.log = log;
        trips = now.trips();
    }

    /** How the guard is now. */
    void look(GuardNotice now) {
        if (now.trips() != trips) {
            trips = now.trips();
            isAway = true;
            log.accept("warning: the guard took the line at " + Instant.ofEpochMilli(now.lastTripEpochMs())
                    + ", since the box had made no round for " + now.limitMs() + " ms (trip " + trips
                    + "); frames that the box held since are thrown away");
        }
        if (isAway && !now.isAlone()) {
            isAway = false;
            long awayMs = Math.max(0, now.sinceEpochMs() - now.lastTripEpochMs());
            log.accept(String.format(
                    Locale.ROOT, "the box has the line back from the guard after %.1f s", awayMs / MS_PER_SECOND));
        }
    }
}
