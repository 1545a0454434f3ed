package org.sekimori.control.reload;

import java.util.List;
import java.util.Optional;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.policy.Policy;

/**
 * A policy that ought to be in force, or is being tried.
 *
 * @param image  what the box gets
 * @param policy for comparisons; empty where it can't be read any more
 * @param sets   what the files of its sets gave, until it is in force for good
 */
record Wanted(HistoryEntry entry, byte[] image, Optional<Policy> policy, List<SetReading> sets) {
    /** Without anything that is still to be kept. */
    Wanted(HistoryEntry entry, byte[] image, Optional<Policy> policy) {
        this(entry, image, policy, List.of());
    }

    int checksum() {
        return entry.policy().checksum();
    }

    Wanted with(HistoryEntry settled) {
        return new Wanted(settled, image, policy, sets);
    }

    /** The same in force for good. */
    Wanted kept(HistoryEntry settled) {
        return new Wanted(settled, image, policy);
    }
}
