package org.sekimori.control.history;

import java.util.Objects;

/**
 * What a set's file gave when a policy was read.
 *
 * @param set             its name in the policy
 * @param file            as the policy writes it
 * @param before          entries of its last good contents before; -1: there were none
 * @param entries         entries that are in force with the policy
 * @param modifiedEpochMs when the file was last written to, ms since 1970; 0: unknown
 * @param held            why the last good contents stayed in the place of the file's; empty: the file's were taken
 */
public record SetNote(String set, String file, int before, int entries, long modifiedEpochMs, String held) {
    /** Nothing was known before. */
    public static final int UNKNOWN = -1;

    /** Checks that nothing is missing. */
    public SetNote {
        Objects.requireNonNull(set, "set");
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(held, "held");
    }

    /** Whether the last good contents stayed in the place of what the file holds. */
    public boolean isHeld() {
        return !held.isEmpty();
    }

    /** Whether it is worth telling: other contents than before, or not those of the file. */
    public boolean isNews() {
        return before != entries || isHeld();
    }

    /** One line for people. */
    @Override
    public String toString() {
        String counts = before == UNKNOWN ? entries + " entries" : before + " -> " + entries + " entries";
        return "set '" + set + "' (" + file + "): " + counts + (isHeld() ? ", last good contents: " + held : "");
    }
}
