package org.sekimori.control.replay;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;

/** A replay's result as lines for people. */
public final class ReplayReport {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ReplayResult result;

    public ReplayReport(ReplayResult result) {
        this.result = result;
    }

    /** Frames a second, 0 where the run was too short to tell. */
    static double framesPerSecond(ReplayResult result) {
        return result.elapsedNs() == 0 ? 0 : result.total().frames() / (result.elapsedNs() / NANOS_PER_SECOND);
    }

    static double seconds(ReplayResult result) {
        return result.elapsedNs() / NANOS_PER_SECOND;
    }

    /** Prints a line per file, one per rule and reason that decided or watched, and the speed. */
    public void print(PrintWriter out) {
        List<FileTally> files = result.files();
        int width = files.stream().mapToInt(file -> file.name().length()).max().orElse(0);
        String layout = "%-" + Math.max(width, "total".length())
                + "s  %,d frames (%,d bytes): %,d passed (%,d bytes), %,d dropped (%,d bytes)%n";
        files.forEach(file -> printTally(out, layout, file));
        if (files.size() > 1) {
            printTally(out, layout, result.total());
        }
        BoxCounters counters = result.counters();
        List<String> rules = counters.ruleNames();
        for (int i = 0; i < rules.size(); i++) {
            int rule = i;
            printCounts(out, "rule   " + rules.get(rule), kind -> counters.rule(rule, kind));
        }
        for (Reason reason : Reason.values()) {
            if (reason != Reason.NONE) {
                printCounts(out, "reason " + reason.word(), kind -> counters.reason(reason, kind));
            }
        }
        out.printf(
                Locale.ROOT,
                "policy '%s', %.3f s, %,.0f frames/s%s%n",
                result.policyName(),
                seconds(result),
                framesPerSecond(result),
                result.stopped() ? "; stopped before the end" : "");
    }

    private static void printTally(PrintWriter out, String layout, FileTally tally) {
        out.printf(
                Locale.ROOT,
                layout,
                tally.name(),
                tally.frames(),
                tally.bytes(),
                tally.passedFrames(),
                tally.passedBytes(),
                tally.droppedFrames(),
                tally.droppedBytes());
    }

    private static void printCounts(PrintWriter out, String what, ToLongFunction<Kind> count) {
        StringJoiner counts = new StringJoiner(", ");
        for (Kind kind : Kind.values()) {
            long frames = count.applyAsLong(kind);
            if (frames > 0) {
                counts.add(String.format(Locale.ROOT, "%,d %s", frames, kind.word()));
            }
        }
        if (counts.length() > 0) {
            out.println(what + ": " + counts);
        }
    }
}
