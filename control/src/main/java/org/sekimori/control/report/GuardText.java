package org.sekimori.control.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import org.sekimori.dataplane.boxfile.BoxState;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.boxfile.GuardNotice;

/** What keeps the line while no box is there, in sentences for people. */
public final class GuardText {
    private GuardText() {}

    /** Whether programs should be at work though the box that told of them isn't: nobody has looked. */
    public static boolean isLeftBehind(BoxStatus box) {
        GuardNotice guard = box.guard();
        return guard.isThere()
                && (BoxHealth.isSilent(box) && guard.outlives() || box.state() == BoxState.STOPPED && guard.stays());
    }

    /** Who decides, in one line; of a box that isn't there by what it said last. Empty where nothing guards. */
    public static String line(BoxStatus box) {
        GuardNotice guard = box.guard();
        if (!guard.isThere()) {
            return "";
        }
        if (isLeftBehind(box)) {
            return keepsTheLine(box) + ", by what the box said last";
        }
        if (!BoxHealth.isFiltering(box)) {
            return "";
        }
        String who = guard.isAlone() ? "the guard has the line alone" : guard.mode();
        return who + " since " + time(guard.sinceEpochMs()) + ", " + guard.hook() + ", " + held(guard) + ", after "
                + guard.limitMs() + " ms; " + lifetime(guard) + trips(guard);
    }

    /** Of a box that isn't there: since when, and what keeps the line. */
    public static String absence(BoxStatus box, long nowEpochMs) {
        long since = nowEpochMs - TimeUnit.NANOSECONDS.toMillis(box.heartbeatAgeNs());
        return "box: absent since " + time(since) + "; " + keepsTheLine(box);
    }

    private static String keepsTheLine(BoxStatus box) {
        return "the guard keeps the line (kernel programs alone), " + held(box.guard());
    }

    private static String held(GuardNotice guard) {
        return "policy '" + guard.policyName() + "' " + BoxHealth.checksum(guard.checksum()) + ", fail " + guard.fail();
    }

    private static String lifetime(GuardNotice guard) {
        if (guard.stays()) {
            return "stays when the box ends";
        }
        return guard.outlives() ? "outlives a box that is killed" : "ends with the box";
    }

    private static String trips(GuardNotice guard) {
        if (guard.trips() == 0) {
            return "";
        }
        String last = guard.lastTripEpochMs() == 0 ? "" : ", the last at " + time(guard.lastTripEpochMs());
        return "; trips: " + guard.trips() + last;
    }

    private static Instant time(long epochMs) {
        return Instant.ofEpochMilli(epochMs).truncatedTo(ChronoUnit.SECONDS);
    }
}
