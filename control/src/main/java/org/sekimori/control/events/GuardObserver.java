package org.sekimori.control.events;

import java.time.Instant;
import java.util.function.Consumer;
import org.sekimori.control.report.BoxHealth;
import org.sekimori.control.report.GuardText;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.boxfile.GuardNotice;

/** Tells that the guard has taken the line, and that the box has it back. Belongs to the pump's thread. */
final class GuardObserver {
    private static final long UNKNOWN = -1;

    private final Consumer<Event> out;
    /** Of which were told, or were before anybody looked. */
    private long trips = UNKNOWN;

    private boolean isAway;

    GuardObserver(Consumer<Event> out) {
        this.out = out;
    }

    /** How the box and its guard are now. */
    void look(BoxStatus now, long epochNs) {
        GuardNotice guard = now.guard();
        if (!guard.isThere()) {
            return;
        }
        boolean isLeftBehind = GuardText.isLeftBehind(now);
        if (isLeftBehind && !isAway) {
            tell(EventKind.GUARD_TRIP, now, GuardText.line(now), epochNs);
            isAway = true;
        } else if (BoxHealth.isFiltering(now)) {
            lookAtTrips(now, epochNs);
        }
    }

    private void lookAtTrips(BoxStatus now, long epochNs) {
        GuardNotice guard = now.guard();
        if (trips != UNKNOWN && guard.trips() > trips && !isAway) {
            isAway = true;
            tell(EventKind.GUARD_TRIP, now, cause(guard), epochNs);
        }
        trips = guard.trips();
        if (isAway && !guard.isAlone()) {
            isAway = false;
            tell(EventKind.GUARD_RETURN, now, "", epochNs);
        }
    }

    private static String cause(GuardNotice guard) {
        return "no round within " + guard.limitMs() + " ms at " + Instant.ofEpochMilli(guard.lastTripEpochMs())
                + ", trip " + guard.trips();
    }

    private void tell(EventKind kind, BoxStatus now, String cause, long epochNs) {
        String mode =
                kind == EventKind.GUARD_TRIP ? GuardNotice.ALONE : now.guard().mode();
        out.accept(Event.at(epochNs, kind)
                .with(EventField.POLICY, now.guard().policyName())
                .with(EventField.CHECKSUM, BoxHealth.checksum(now.guard().checksum()))
                .with(EventField.STATE, mode)
                .with(EventField.PID, now.pid())
                .with(EventField.CAUSE, cause)
                .build());
    }
}
