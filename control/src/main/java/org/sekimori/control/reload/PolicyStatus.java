package org.sekimori.control.reload;

import java.util.Optional;
import org.sekimori.control.history.HistoryEntry;

/**
 * What control wants to be in force.
 *
 * @param confirmed for good; empty before the first policy
 * @param trial     in force in its place, until it is confirmed or its time is over
 */
public record PolicyStatus(Optional<HistoryEntry> confirmed, Optional<HistoryEntry> trial) {
    /** The policy that judges now, as far as control knows. */
    public Optional<HistoryEntry> current() {
        return trial.isPresent() ? trial : confirmed;
    }
}
