package org.sekimori.policy.explain;

import java.util.List;

/**
 * One thing in which two policies differ.
 *
 * @param name   the rule's name, or the key of a setting
 * @param fields what it was and is, key by key; all that a rule says where it was added or removed
 */
public record Difference(DifferenceKind kind, String name, List<Field> fields) {
    /** Copies the fields. */
    public Difference {
        fields = List.copyOf(fields);
    }

    /**
     * One key's value in both policies, in the words of the language.
     *
     * @param before empty where the rule was added
     * @param after  empty where the rule was removed
     */
    public record Field(String key, String before, String after) {}
}
