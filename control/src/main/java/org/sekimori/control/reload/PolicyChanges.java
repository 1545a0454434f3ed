package org.sekimori.control.reload;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.sekimori.control.history.EntryKind;

/** Counts changes of the policy, and remembers the last ones. Safe for any number of threads. */
final class PolicyChanges {
    private final Map<PolicyOutcome.Kind, Long> counts = new EnumMap<>(PolicyOutcome.Kind.class);
    private Optional<PolicyChange> last = Optional.empty();
    private Optional<PolicyChange> lastReload = Optional.empty();
    private long lastGoodReloadMs;

    synchronized void note(PolicyChange change) {
        counts.merge(change.outcome(), 1L, Long::sum);
        last = Optional.of(change);
        if (change.kind() == EntryKind.FILE) {
            lastReload = last;
            if (change.isDone()) {
                lastGoodReloadMs = change.time().toEpochMilli();
            }
        }
    }

    synchronized PolicyReport report(PolicyStanding standing) {
        return new PolicyReport(standing, last, lastReload, lastGoodReloadMs, Map.copyOf(counts));
    }
}
