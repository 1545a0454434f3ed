package org.sekimori.control.reload;

import java.util.Optional;
import org.sekimori.control.history.EntryKind;
import org.sekimori.control.history.HistoryEntry;

/**
 * Which policy is in force, where it comes from, and which is at the next start.
 *
 * @param entry       of the policy that judges; empty before the first
 * @param isTrial     whether it goes unless it is confirmed
 * @param fileName    of the policy file, or the profile in its place, that control was started with
 * @param isFile      whether it is a file
 * @param differs     whether that says something else than the policy in force
 * @param fileProblem why it can't be used as it is now, one line; else empty
 * @param next        what is in force after the next start
 */
public record PolicyStanding(
        Optional<HistoryEntry> entry,
        boolean isTrial,
        String fileName,
        boolean isFile,
        boolean differs,
        String fileProblem,
        Next next) {
    /** What a start of control and box leads to, if nothing changes until then. */
    public enum Next {
        /** The policy that is in force now. */
        IN_FORCE("in-force"),
        /** The policy file, or the profile. */
        FILE("file"),
        /** The policy that was confirmed last. */
        CONFIRMED("confirmed"),
        /** The policy before, since the history of this one couldn't be written yet. */
        EARLIER("earlier");

        private final String word;

        Next(String word) {
            this.word = word;
        }

        /** The stable, lower-case word in machine-readable output. */
        public String word() {
            return word;
        }
    }

    /** How one policy is called, as in {@code 'office' (entry 4, pushed by root)}. */
    static String name(HistoryEntry entry) {
        String by = entry.author().name();
        String how = switch (entry.notes().kind()) {
            case FILE -> "from " + entry.source();
            case PUSH -> "pushed by " + by;
            case ROLLBACK -> "rolled back to by " + by;
        };
        return "'" + entry.policy().name() + "' (entry " + entry.id() + ", " + how + ")";
    }

    /** Where the policy in force comes from, in one line. */
    public String origin() {
        if (entry.isEmpty()) {
            return "none that control put in force";
        }
        HistoryEntry now = entry.get();
        String when = ", " + now.time().toString().replaceFirst("\\.[0-9]+Z$", "Z") + ", entry " + now.id();
        return switch (now.notes().kind()) {
            case FILE ->
                fileWord() + " " + now.source() + ", taken over by "
                        + now.trigger().phrase() + when;
            case PUSH -> "pushed by " + now.author().name() + ", from " + now.source() + when;
            case ROLLBACK ->
                "rolled back to by " + now.author().name() + ", " + now.source() + when
                        + "; its lists stay as they were";
        };
    }

    /** Whether the file says something else, and which of them the next start brings, in one line. */
    public String future() {
        String file = fileWord() + " " + fileName;
        String named = !fileProblem.isEmpty()
                ? file + " can't be used as it is now"
                : file + (differs ? " says something else" : " says the same");
        return named + "; at the next start "
                + switch (next) {
                    case IN_FORCE -> differs ? staying(file) : "it is in force";
                    case FILE -> file + " is taken over";
                    case EARLIER ->
                        "the policy before it is in force, unless there is room on the disk before: the history couldn't"
                                + " be written yet";
                    case CONFIRMED -> "the policy confirmed last is in force, unless this one is confirmed before";
                };
    }

    private String staying(String file) {
        boolean isAsked = entry.isPresent() && entry.get().notes().kind() != EntryKind.FILE;
        return "this policy stays, until " + file + " changes"
                + (isAsked && isFile ? " or 'sekimori policy reload' takes it" : "");
    }

    private String fileWord() {
        return isFile ? "file" : "profile";
    }
}
