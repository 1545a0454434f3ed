package org.sekimori.control.lab;

import java.util.List;
import java.util.Locale;

/** The end of the report: totals by rule, throughput, and the verdict. */
public final class LabSummary {
    private LabSummary() {}

    /** Prints it. */
    public static void print(Lab lab, CheckReport report) {
        report.say("");
        report.say(String.format(Locale.ROOT, "%-20s %14s %14s %14s", "rule", "dropped", "passed", "watched"));
        lab.totals()
                .rules()
                .forEach((rule, counts) -> report.say(String.format(
                        Locale.ROOT,
                        "%-20s %,14d %,14d %,14d",
                        rule,
                        counts.dropped(),
                        counts.passed(),
                        counts.monitored())));
        report.say("");
        lab.withBox().forEach((placement, boxed) -> {
            Download plain = lab.withoutBox().get(placement);
            report.say(String.format(
                    Locale.ROOT,
                    "download, %s: %s without the box, %s with it (%.2f of it)",
                    placement.title(),
                    plain.speed(),
                    boxed.speed(),
                    boxed.bitsPerSecond() / plain.bitsPerSecond()));
        });
        report.say("");
        List<Check> failures = report.failures();
        if (failures.isEmpty()) {
            report.say(report.checks().size() + " checks, all as expected");
            return;
        }
        report.say(report.checks().size() + " checks, " + failures.size() + " FAILED:");
        failures.forEach(check -> report.say(check.line() + " in: " + check.scene()));
    }
}
