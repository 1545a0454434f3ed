package org.sekimori.control.metrics;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.sekimori.control.report.GuardText;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.boxfile.GuardNotice;
import org.sekimori.dataplane.guard.GuardMode;

/** Who decides about frames, as metrics. Of a box that isn't there, the guard it left behind does. */
final class GuardSamples {
    private static final double MS_PER_SECOND = TimeUnit.SECONDS.toMillis(1);
    private static final Set<String> MODES =
            Arrays.stream(GuardMode.values()).map(GuardMode::word).collect(Collectors.toCollection(LinkedHashSet::new));

    private GuardSamples() {}

    static void addTo(Samples samples, BoxStatus box) {
        GuardNotice guard = box.guard();
        if (!guard.isThere()) {
            return;
        }
        String now = GuardText.isLeftBehind(box) ? GuardNotice.ALONE : guard.mode();
        for (String mode : MODES) {
            samples.add(MetricFamily.GUARD_MODE, mode.equals(now), mode);
        }
        samples.add(MetricFamily.GUARD_MODE_SINCE, guard.sinceEpochMs() / MS_PER_SECOND);
        samples.add(MetricFamily.GUARD_TRIPS, guard.trips());
        if (guard.lastTripEpochMs() != 0) {
            samples.add(MetricFamily.GUARD_LAST_TRIP, guard.lastTripEpochMs() / MS_PER_SECOND);
        }
    }
}
