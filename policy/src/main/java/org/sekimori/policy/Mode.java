package org.sekimori.policy;

/** Whether a rule decides, or only watches. */
public enum Mode {
    /** The rule's action is taken. */
    ENFORCE("enforce"),
    /** A match is reported and evaluation goes on with the next rule. */
    MONITOR("monitor");

    private final String word;

    Mode(String word) {
        this.word = word;
    }

    /** The stable, lower-case word used in policies. */
    public String word() {
        return word;
    }
}
