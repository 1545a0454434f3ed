package org.sekimori.policy;

import java.util.List;

/** The parts of a rule don't fit together. */
public final class InvalidRuleException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    InvalidRuleException(List<Problem> problems) {
        super(problems.get(0).message());
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong, at least one. */
    public List<Problem> problems() {
        return problems;
    }

    /**
     * One thing that is wrong.
     *
     * @param key     the rule's key in the policy language
     * @param message one line
     */
    public record Problem(String key, String message) {}
}
