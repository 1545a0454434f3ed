package org.sekimori.control.history;

import java.util.Arrays;
import java.util.Optional;

/** What made a policy be put in force. */
public enum Trigger {
    /** A request over the network. */
    API("api", "API"),
    /** The policy file, or a file of its sets, is another one than before. */
    FILE("file", "file changed"),
    /** The signal that asks daemons to read their files again. */
    SIGHUP("sighup", "SIGHUP"),
    /** A command on this machine. */
    COMMAND("command", "command"),
    /** Control has just started. */
    START("start", "start");

    private final String word;
    private final String phrase;

    Trigger(String word, String phrase) {
        this.word = word;
        this.phrase = phrase;
    }

    /** The stable, lower-case word in machine-readable output. */
    public String word() {
        return word;
    }

    /** How lines for people say it. */
    public String phrase() {
        return phrase;
    }

    static Optional<Trigger> of(String word) {
        return Arrays.stream(values()).filter(t -> t.word.equals(word)).findFirst();
    }
}
