package org.sekimori.policy.text;

/** How bad a finding is. */
public enum Severity {
    /** The policy can't be used. */
    ERROR("error"),
    /** The policy can be used, but may not mean what its author thinks. */
    WARNING("warning");

    private final String word;

    Severity(String word) {
        this.word = word;
    }

    /** The stable, lower-case word in output. */
    public String word() {
        return word;
    }
}
