package org.sekimori.control.status;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.sekimori.control.reload.PolicyReport;
import org.sekimori.control.report.BoxHealth;
import org.sekimori.control.report.CounterText;
import org.sekimori.control.report.GuardText;
import org.sekimori.control.report.LineText;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.boxfile.PolicyNotice;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.line.PortState;

/** The status for people. */
public final class StatusText {
    private static final String LINE = "%-10s %s%n";
    private static final String MORE = "";

    private final PrintWriter out;
    private final SystemStatus status;

    private StatusText(PrintWriter out, SystemStatus status) {
        this.out = out;
        this.status = status;
    }

    /** Prints a few lines, and then all counters that have counted something. */
    public static void print(PrintWriter out, SystemStatus status) {
        StatusText text = new StatusText(out, status);
        status.box()
                .ifPresentOrElse(
                        text::printBox, () -> out.printf(LINE, "box", status.boxState() + ": " + status.boxProblem()));
        status.control().flatMap(ControlFacts::policies).ifPresent(text::printStanding);
        status.control().ifPresent(text::printControl);
        text.printProblems();
        status.counters().ifPresent(counters -> {
            out.println();
            CounterText.print(out, counters);
        });
        out.flush();
    }

    private void printBox(BoxStatus box) {
        out.printf(
                LINE,
                "box",
                String.format(
                        "%s, process %d, up %s, heartbeat %,d ms ago",
                        BoxHealth.word(box),
                        box.pid(),
                        duration(status.nowEpochMs() - box.startedEpochMs()),
                        TimeUnit.NANOSECONDS.toMillis(box.heartbeatAgeNs())));
        printMore(box.notice());
        if (!box.offload().words().isEmpty()) {
            out.printf(LINE, "offload", box.offload().words());
        }
        String guard = GuardText.line(box);
        if (!guard.isEmpty()) {
            out.printf(LINE, "guard", guard);
        }
        printLine(box);
        printPolicy(box.policy());
    }

    private void printLine(BoxStatus box) {
        out.printf(LINE, "line", BoxHealth.lineWord(box));
        for (PortRole role : PortRole.values()) {
            PortState port = box.line().port(role);
            String mac = port.macText().isEmpty() ? "" : " (" + port.macText() + ")";
            printMore(LineText.port(role, box.interfaceName(role) + mac, port) + since(port));
            if (!port.condition().isEmpty()) {
                printMore(role.name() + " port " + box.interfaceName(role) + ": " + port.condition());
            }
        }
    }

    private static String since(PortState port) {
        return port.sinceEpochMs() == 0
                ? ""
                : ", since " + Instant.ofEpochMilli(port.sinceEpochMs()).truncatedTo(ChronoUnit.SECONDS);
    }

    private void printProblems() {
        status.problems().forEach(problem -> out.printf(LINE, "PROBLEM", problem));
        status.warnings().forEach(warning -> out.printf(LINE, "WARNING", warning));
    }

    private void printPolicy(PolicyNotice policy) {
        if (policy.epoch() == 0) {
            out.printf(LINE, "policy", "none yet");
            return;
        }
        out.printf(
                LINE,
                "policy",
                String.format(
                        "'%s' %s, epoch %d, %d rules, %s, %s%s",
                        policy.policyName(),
                        BoxHealth.checksum(policy.checksum()),
                        policy.epoch(),
                        policy.ruleCount(),
                        policy.origin(),
                        policy.kept() ? "kept for the next start" : "not kept for the next start",
                        policy.monitorOnly() ? ", drops nothing (monitor)" : ""));
        if (policy.confirmDeadlineNs() != 0) {
            long leftNs = BoxHealth.confirmLeftNs(policy, status.nowNs());
            printMore("unconfirmed: in " + TimeUnit.NANOSECONDS.toSeconds(leftNs) + " s "
                    + BoxHealth.checksum(policy.unconfirmedOver())
                    + " returns ('sekimori policy confirm' prevents it)");
        }
        printMore(policy.remark());
    }

    private void printControl(ControlFacts control) {
        out.printf(
                LINE,
                "control",
                "process " + control.pid() + ", up " + duration(status.nowEpochMs() - control.startedEpochMs()) + ", "
                        + control.socket());
        control.listeners().forEach(this::printMore);
    }

    private void printStanding(PolicyReport report) {
        String name = "from";
        for (String line : PolicyReportText.lines(report)) {
            out.printf(LINE, name, line);
            name = MORE;
        }
    }

    private void printMore(String line) {
        if (!line.isEmpty()) {
            out.printf(LINE, MORE, line);
        }
    }

    /** Such as {@code 4 s}, {@code 12 min}, {@code 3 h 12 min} or {@code 9 days}. */
    public static String duration(long milliseconds) {
        Duration time = Duration.ofMillis(Math.max(0, milliseconds));
        if (time.toDays() >= 2) {
            return time.toDays() + " days";
        }
        if (time.toHours() > 0) {
            return String.format(Locale.ROOT, "%d h %d min", time.toHours(), time.toMinutesPart());
        }
        return time.toMinutes() > 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }
}
