package org.sekimori.control.reload;

import java.time.Instant;
import java.util.List;
import org.sekimori.control.history.Author;
import org.sekimori.control.history.EntryKind;
import org.sekimori.control.history.SetNote;
import org.sekimori.control.history.Trigger;

/**
 * That somebody wanted another policy, and what came of it.
 *
 * @param kind     where the policy comes from
 * @param outcome  in what way it ended
 * @param says     one line for people
 * @param millis   how long it took
 * @param warnings of the policy, a line each
 * @param sets     what the files of its sets gave
 */
public record PolicyChange(
        Instant time,
        Trigger trigger,
        Author author,
        EntryKind kind,
        PolicyOutcome.Kind outcome,
        String says,
        long millis,
        List<String> warnings,
        List<SetNote> sets) {
    /** Copies the lists. */
    public PolicyChange {
        warnings = List.copyOf(warnings);
        sets = List.copyOf(sets);
    }

    /** Whether what was wanted is so, or will be. */
    public boolean isDone() {
        return outcome.isDone();
    }
}
