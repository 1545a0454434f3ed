package org.sekimori.control.reload;

import java.util.Optional;
import java.util.OptionalInt;
import org.sekimori.control.history.Author;
import org.sekimori.control.history.EntryKind;
import org.sekimori.control.history.Trigger;

/**
 * Who wants a policy in force, and how.
 *
 * @param confirmSeconds within which it must be confirmed, or the one before returns; 0: it stays
 * @param expected       checksum of the policy that the author means to replace; without, whatever is in force
 * @param lists          word of {@link ListDigests} for the lists that the author checked it with; without, any
 */
public record PushRequest(
        Author author, Trigger trigger, int confirmSeconds, OptionalInt expected, Optional<String> lists) {
    /** With whatever lists control reads. */
    public PushRequest(Author author, Trigger trigger, int confirmSeconds, OptionalInt expected) {
        this(author, trigger, confirmSeconds, expected, Optional.empty());
    }

    /** For good, whatever is in force. */
    public static PushRequest of(Author author, Trigger trigger) {
        return new PushRequest(author, trigger, 0, OptionalInt.empty());
    }

    /** What made somebody want it, and who, for people. */
    String words() {
        boolean isAsked = trigger == Trigger.API || trigger == Trigger.COMMAND;
        return isAsked ? trigger.phrase() + " by " + author.name() : trigger.phrase();
    }

    /** Whether the wish outlives a box that doesn't answer: files are there to be followed, requests get an answer. */
    static boolean isLasting(Trigger trigger, EntryKind kind) {
        return kind == EntryKind.FILE
                || trigger == Trigger.FILE
                || trigger == Trigger.SIGHUP
                || trigger == Trigger.START;
    }
}
