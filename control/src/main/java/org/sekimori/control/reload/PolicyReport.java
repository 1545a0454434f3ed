package org.sekimori.control.reload;

import java.util.Map;
import java.util.Optional;

/**
 * What control has to tell of policies at one moment.
 *
 * @param last             what was wanted last, and what came of it; empty since the start
 * @param lastReload       the same of the policy that control was started with
 * @param lastGoodReloadMs when that was last taken over, ms since 1970; 0: not since the start
 * @param counts           how often changes ended in what way, since the start
 */
public record PolicyReport(
        PolicyStanding standing,
        Optional<PolicyChange> last,
        Optional<PolicyChange> lastReload,
        long lastGoodReloadMs,
        Map<PolicyOutcome.Kind, Long> counts) {}
