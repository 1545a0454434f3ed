package org.sekimori.control.history;

import java.util.Arrays;
import java.util.Optional;

/** Where a policy in force comes from. What becomes of it when a file changes follows from that. */
public enum EntryKind {
    /** The policy file, or the profile, that control was started with. */
    FILE("file"),
    /** A text that somebody pushed. */
    PUSH("push"),
    /** An entry of the history that somebody went back to. */
    ROLLBACK("rollback");

    private final String word;

    EntryKind(String word) {
        this.word = word;
    }

    /** The stable, lower-case word in machine-readable output. */
    public String word() {
        return word;
    }

    static Optional<EntryKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
