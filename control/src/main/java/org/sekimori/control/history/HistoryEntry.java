package org.sekimori.control.history;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.sekimori.policy.explain.Difference;

/**
 * One policy that was pushed to the box.
 *
 * @param id           from 1, in the order of pushing
 * @param time         when it was pushed
 * @param source       how the author called the text: a file, a profile, an entry
 * @param fileDigest   of the policy file as it was last taken over; empty if none ever was
 * @param policy       what it compiled to
 * @param differences  to the policy in force before, by rules; a bounded number of them
 * @param omitted      differences beyond those
 * @param outcome      what became of it
 * @param remark       what else is to be said, or empty
 * @param notes        where it comes from, and what was said when it was read
 * @param isKept       whether it lies on disk, and can be gone back to
 */
public record HistoryEntry(
        long id,
        Instant time,
        Author author,
        Trigger trigger,
        String source,
        String fileDigest,
        PolicyFacts policy,
        List<Difference> differences,
        int omitted,
        Outcome outcome,
        String remark,
        EntryNotes notes,
        boolean isKept) {
    /** Most differences that are kept; a policy may have thousands of rules. */
    static final int MAX_DIFFERENCES = 200;
    /** Longest value of a difference that is kept; a set may have a million networks. */
    private static final int MAX_VALUE = 400;

    /** Copies the differences. */
    public HistoryEntry {
        Objects.requireNonNull(time, "time");
        Objects.requireNonNull(author, "author");
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(notes, "notes");
        differences = List.copyOf(differences);
    }

    /** What is to be pushed, before it has a number. */
    public static HistoryEntry draft(
            Origin origin, PolicyFacts policy, List<Difference> differences, EntryNotes notes) {
        List<Difference> some = differences.stream()
                .limit(MAX_DIFFERENCES)
                .map(HistoryEntry::shortened)
                .toList();
        return new HistoryEntry(
                0,
                origin.time(),
                origin.author(),
                origin.trigger(),
                origin.source(),
                origin.fileDigest(),
                policy,
                some,
                differences.size() - some.size(),
                Outcome.PUSHING,
                "",
                notes,
                false);
    }

    /**
     * Where a policy comes from.
     *
     * @param fileDigest as in the entry
     */
    public record Origin(Instant time, Author author, Trigger trigger, String source, String fileDigest) {}

    private static Difference shortened(Difference difference) {
        List<Difference.Field> fields = difference.fields().stream()
                .map(f -> new Difference.Field(f.key(), shortened(f.before()), shortened(f.after())))
                .toList();
        return new Difference(difference.kind(), difference.name(), fields);
    }

    private static String shortened(String value) {
        return value.length() <= MAX_VALUE ? value : value.substring(0, MAX_VALUE) + "…";
    }

    HistoryEntry numbered(long number, boolean kept) {
        return with(number, outcome, remark, kept);
    }

    HistoryEntry settled(Outcome value, String words) {
        return with(id, value, words, isKept);
    }

    private HistoryEntry with(long number, Outcome value, String words, boolean kept) {
        return new HistoryEntry(
                number,
                time,
                author,
                trigger,
                source,
                fileDigest,
                policy,
                differences,
                omitted,
                value,
                words,
                notes,
                kept);
    }
}
