package org.sekimori.control.metrics;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.sekimori.control.history.SetNote;
import org.sekimori.control.reload.PolicyChange;
import org.sekimori.control.reload.PolicyOutcome;
import org.sekimori.control.reload.PolicyReport;

/** What control tells of policies: reloads, refusals, where the policy in force comes from, and its sets. */
final class PolicySamples {
    private static final double MS_PER_SECOND = TimeUnit.SECONDS.toMillis(1);

    private final PolicyReport report;

    PolicySamples(PolicyReport report) {
        this.report = report;
    }

    void addTo(Samples samples) {
        if (report.lastReload().isPresent()) {
            PolicyChange reload = report.lastReload().get();
            samples.add(MetricFamily.RELOAD_SUCCESSFUL, reload.isDone());
            samples.add(MetricFamily.RELOAD_TIME, reload.time().toEpochMilli() / MS_PER_SECOND);
            samples.add(MetricFamily.RELOAD_SECONDS, reload.millis() / MS_PER_SECOND);
        }
        if (report.lastGoodReloadMs() > 0) {
            samples.add(MetricFamily.RELOAD_SUCCESS_TIME, report.lastGoodReloadMs() / MS_PER_SECOND);
        }
        long done = 0;
        for (PolicyOutcome.Kind kind : PolicyOutcome.Kind.values()) {
            long count = report.counts().getOrDefault(kind, 0L);
            if (kind.isDone()) {
                done += count;
            } else {
                samples.add(MetricFamily.POLICY_REFUSALS, count, kind.word());
            }
        }
        samples.add(MetricFamily.POLICY_CHANGES, done);
        addStanding(samples);
    }

    private void addStanding(Samples samples) {
        samples.add(MetricFamily.POLICY_FILE_DIFFERS, report.standing().differs());
        samples.add(
                MetricFamily.POLICY_FILE_USABLE, report.standing().fileProblem().isEmpty());
        report.standing().entry().ifPresent(entry -> {
            samples.info(MetricFamily.POLICY_SOURCE, entry.notes().kind().word());
            samples.add(MetricFamily.POLICY_WARNINGS, entry.notes().warnings().size());
            Set<String> seen = new HashSet<>();
            for (SetNote set : entry.notes().sets()) {
                if (seen.add(set.set())) {
                    samples.add(MetricFamily.SET_ENTRIES, set.entries(), set.set());
                    samples.add(MetricFamily.SET_MODIFIED, set.modifiedEpochMs() / MS_PER_SECOND, set.set());
                    samples.add(MetricFamily.SET_HELD, set.isHeld(), set.set());
                }
            }
        });
    }
}
