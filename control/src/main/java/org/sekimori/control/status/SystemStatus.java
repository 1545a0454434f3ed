package org.sekimori.control.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekimori.control.report.BoxHealth;
import org.sekimori.control.report.GuardText;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.boxfile.BoxFileWatch;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.boxfile.OffloadNotice;
import org.sekimori.dataplane.counters.BoxCounters;

/**
 * Box and control at one moment.
 *
 * @param box what the box says of itself; empty where no box's file can be read
 * @param counters what it counts; there whenever {@code box} is
 * @param boxProblem why there is no box, one line; empty where there is one
 * @param boxForbidden whether there may be one that this user may not look at
 * @param control what control says of itself; empty where it isn't asked
 * @param controlProblem what is wrong with control, one line; empty where nothing is known to be
 * @param nowNs the moment, by {@link System#nanoTime}
 * @param nowEpochMs the moment, ms since 1970
 */
public record SystemStatus(
        Optional<BoxStatus> box,
        Optional<BoxCounters> counters,
        String boxProblem,
        boolean boxForbidden,
        Optional<ControlFacts> control,
        String controlProblem,
        long nowNs,
        long nowEpochMs) {
    /** The state now. */
    public static SystemStatus of(BoxFileWatch watch, Optional<ControlFacts> control) {
        Optional<BoxFileReader> reader = watch.current();
        Optional<BoxStatus> box = reader.flatMap(BoxHealth::status);
        String problem = watch.problem().isEmpty() && box.isEmpty() ? "the box's file is damaged" : watch.problem();
        return new SystemStatus(
                box,
                box.isPresent() ? reader.map(BoxFileReader::counters) : Optional.empty(),
                problem,
                watch.isForbidden(),
                control,
                "",
                System.nanoTime(),
                System.currentTimeMillis());
    }

    /** The same, and this is what is wrong with control. */
    public SystemStatus withControlProblem(String problem) {
        return new SystemStatus(box, counters, boxProblem, boxForbidden, control, problem, nowNs, nowEpochMs);
    }

    /** The same, and where there is no box, this is why. */
    public SystemStatus withBoxProblem(String problem) {
        return box.isPresent()
                ? this
                : new SystemStatus(box, counters, problem, false, control, controlProblem, nowNs, nowEpochMs);
    }

    /** Whether frames cross and are judged, and nothing is known to be wrong. */
    public boolean isHealthy() {
        return problems().isEmpty();
    }

    /** What is wrong, a line each. */
    public List<String> problems() {
        List<String> problems =
                new ArrayList<>(box.map(BoxHealth::problems).orElseGet(() -> List.of(missing() + ": " + boxProblem)));
        box.filter(GuardText::isLeftBehind)
                .ifPresent(gone -> problems.add(GuardText.absence(gone, nowEpochMs)
                        + ", by what it said last; 'sekimori guard status' as root tells whether it does"));
        if (!controlProblem.isEmpty()) {
            problems.add(controlProblem);
        }
        return problems;
    }

    private String missing() {
        return boxForbidden ? "nothing is known of the box" : "there is no box";
    }

    /** What looks wrong, and need not be; a line each. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        box.map(now -> now.line().suspicion())
                .filter(suspicion -> !suspicion.isEmpty())
                .ifPresent(warnings::add);
        box.map(BoxStatus::offload)
                .filter(OffloadNotice::isLacking)
                .ifPresent(offload ->
                        warnings.add("the kernel doesn't do all that --offload asks for: " + offload.words()));
        box.filter(now -> BoxHealth.isFiltering(now) && now.guard().isAlone())
                .ifPresent(now -> warnings.add("the guard has the line, since the box made no round for "
                        + now.guard().limitMs() + " ms: frames that only the box could judge "
                        + (now.guard().fail().equals("closed") ? "are dropped" : "pass")));
        control.flatMap(ControlFacts::policies).map(PolicyReportText::warnings).ifPresent(warnings::addAll);
        return warnings;
    }

    /** Whether the box filters. */
    public boolean isFiltering() {
        return box.filter(BoxHealth::isFiltering).isPresent();
    }

    /** The box's state in a word; {@code absent} where there is none, {@code unknown} where this user may not look. */
    public String boxState() {
        return box.map(BoxHealth::word).orElse(boxForbidden ? "unknown" : "absent");
    }
}
