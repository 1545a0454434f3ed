package org.sekimori.control.history;

import java.util.List;
import java.util.Objects;

/**
 * What is known of a policy beside its image: where it comes from, and what was said when it was read.
 *
 * @param fileTextDigest of the policy file's text, its lists left out, as it was last taken over; empty: not known
 * @param warnings       of the reading, a line each; a bounded number
 * @param sets           what the files of its sets gave; a bounded number
 */
public record EntryNotes(EntryKind kind, String fileTextDigest, List<String> warnings, List<SetNote> sets) {
    /** Nothing but the kind is known. */
    public static EntryNotes of(EntryKind kind) {
        return new EntryNotes(kind, "", List.of(), List.of());
    }

    private static final int MAX_WARNINGS = 100;
    private static final int MAX_SETS = 300;

    /** Copies the lists, as far as they are kept. */
    public EntryNotes {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(fileTextDigest, "fileTextDigest");
        warnings = warnings.stream().limit(MAX_WARNINGS).toList();
        sets = sets.stream().limit(MAX_SETS).toList();
    }
}
