package org.sekimori.policy.explain;

/** In what way two policies differ. */
public enum DifferenceKind {
    /** Only the second policy has the rule. */
    ADDED("added"),
    /** Only the first policy has the rule. */
    REMOVED("removed"),
    /** Both have the rule, and something it says differs. */
    CHANGED("changed"),
    /** Both have the rule, behind another one of its direction. */
    MOVED("moved"),
    /** What stands outside the rules differs. */
    SETTING("setting");

    private final String word;

    DifferenceKind(String word) {
        this.word = word;
    }

    /** The stable, lower-case word in machine-readable output. */
    public String word() {
        return word;
    }
}
