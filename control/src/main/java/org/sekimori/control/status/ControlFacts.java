package org.sekimori.control.status;

import java.nio.file.Path;
import java.util.List;

/**
 * What control says of itself.
 *
 * @param pid its process
 * @param startedEpochMs when it started, ms since 1970
 * @param socket where it listens to local commands
 * @param listeners where else it listens, as URLs
 * @param refusal what the box, or the checks before it, last refused, one line; empty where nothing was since the start
 */
public record ControlFacts(long pid, long startedEpochMs, Path socket, List<String> listeners, String refusal) {
    public ControlFacts {
        listeners = List.copyOf(listeners);
    }
}
