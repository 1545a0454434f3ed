package org.sekimori.control.history;

import java.util.Arrays;
import java.util.Optional;

/** What became of a policy that was pushed. */
public enum Outcome {
    /** On its way to the box; stays so only if control ended meanwhile, or the box hasn't answered yet. */
    PUSHING("pushing"),
    /** In force, until its time is over or somebody confirms it. */
    UNCONFIRMED("unconfirmed"),
    /** In force for good. */
    IN_FORCE("in-force"),
    /** Was in force for good, and another one is now. */
    SUPERSEDED("superseded"),
    /** Nobody confirmed it in time; the one before came back. */
    EXPIRED("expired"),
    /** Another policy came before anybody had confirmed this one. */
    REPLACED("replaced"),
    /** The box didn't take it. */
    FAILED("failed");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    /** The stable, lower-case word in machine-readable output. */
    public String word() {
        return word;
    }

    /** Whether it was in force for good at some time. */
    public boolean wasInForce() {
        return this == IN_FORCE || this == SUPERSEDED;
    }

    static Optional<Outcome> of(String word) {
        return Arrays.stream(values()).filter(o -> o.word.equals(word)).findFirst();
    }
}
