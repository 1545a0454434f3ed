package org.sekimori.policy.explain;

/** What came of holding a packet against one rule. */
public enum Outcome {
    /** A condition didn't hold; the next rule was tried. */
    PASSED_OVER("passed-over"),
    /** All conditions held, but the rule only watches; the next one was tried. */
    WATCHED("watched"),
    /** All conditions held, but the rule's {@code allow-from} lets the source by: the packet passes by this rule. */
    LET_BY("let-by"),
    /** All conditions held: the rule's action is taken. */
    DECIDED("decided");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    /** The stable, lower-case word in machine-readable output. */
    public String word() {
        return word;
    }
}
