package org.sekimori.control.status;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sekimori.control.reload.PolicyReport;

/**
 * What control says of itself.
 *
 * @param pid its process
 * @param startedEpochMs when it started, ms since 1970
 * @param socket where it listens to local commands
 * @param listeners where else it listens, as URLs
 * @param refusal why the last change of the policy was refused, one line; empty where it was not, or there was none
 * @param policies what it has to tell of policies
 */
public record ControlFacts(
        long pid,
        long startedEpochMs,
        Path socket,
        List<String> listeners,
        String refusal,
        Optional<PolicyReport> policies) {
    public ControlFacts {
        listeners = List.copyOf(listeners);
    }

    /** The same, with nothing to tell of policies. */
    public ControlFacts(long pid, long startedEpochMs, Path socket, List<String> listeners, String refusal) {
        this(pid, startedEpochMs, socket, listeners, refusal, Optional.empty());
    }
}
