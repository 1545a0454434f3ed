package org.sekimori.policy;

/** What happens to a frame. */
public enum Action {
    /** The frame leaves by the other port, unchanged. */
    PASS("pass"),
    /** The frame goes no further. */
    DROP("drop");

    private final String word;

    Action(String word) {
        this.word = word;
    }

    /** The stable, lower-case word used in policies and machine-readable output. */
    public String word() {
        return word;
    }

    /** This action as a packed {@link Verdict}, decided by the rule of that index or by {@link Verdict#NO_RULE}. */
    public int verdict(int ruleIndex) {
        return this == DROP ? Verdict.drop(ruleIndex) : Verdict.pass(ruleIndex);
    }
}
