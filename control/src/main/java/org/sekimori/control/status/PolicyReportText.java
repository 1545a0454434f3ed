package org.sekimori.control.status;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.control.history.SetNote;
import org.sekimori.control.reload.PolicyChange;
import org.sekimori.control.reload.PolicyReport;
import org.sekimori.control.reload.PolicyStanding;

/** The same for people, a line each. */
final class PolicyReportText {
    private static final int MAX_LINES = 10;

    private PolicyReportText() {}

    /** Where the policy in force comes from, what is in force after the next start, and what was wanted last. */
    static List<String> lines(PolicyReport report) {
        PolicyStanding standing = report.standing();
        List<String> lines = new ArrayList<>(List.of(standing.origin(), standing.future()));
        report.last().map(PolicyReportText::change).ifPresent(lines::add);
        return lines;
    }

    private static String change(PolicyChange change) {
        return "last change: " + change.time().truncatedTo(ChronoUnit.SECONDS) + ", "
                + change.trigger().phrase() + " by " + change.author().name() + ": "
                + (change.isDone()
                        ? change.outcome().word() + ", "
                        : "refused (" + change.outcome().word() + "): ")
                + change.says();
    }

    /** What of the policies looks wrong, and need not be. */
    static List<String> warnings(PolicyReport report) {
        List<String> warnings = new ArrayList<>();
        PolicyStanding standing = report.standing();
        if (!standing.fileProblem().isEmpty()) {
            warnings.add("the policy file can't be used: " + standing.fileProblem());
        }
        standing.entry().ifPresent(entry -> {
            entry.notes().sets().stream()
                    .filter(SetNote::isHeld)
                    .limit(MAX_LINES)
                    .forEach(set -> warnings.add(set.toString()));
            List<String> said = entry.notes().warnings();
            said.stream().limit(MAX_LINES).forEach(warnings::add);
            if (said.size() > MAX_LINES) {
                warnings.add(
                        "and " + (said.size() - MAX_LINES) + " more: 'sekimori policy history " + entry.id() + "'");
            }
        });
        return warnings;
    }
}
