package org.sekimori.control.reload;

import java.util.Optional;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.policy.Policy;

/**
 * A policy that ought to be in force, or is being tried.
 *
 * @param image  what the box gets
 * @param policy for comparisons; empty where it can't be read any more
 */
record Wanted(HistoryEntry entry, byte[] image, Optional<Policy> policy) {
    int checksum() {
        return entry.policy().checksum();
    }

    Wanted with(HistoryEntry settled) {
        return new Wanted(settled, image, policy);
    }
}
