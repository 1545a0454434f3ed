package org.sekimori.policy.lint;

/** Where the keys of a rule or policy stand in its text. */
public interface Places {
    /** Whether the key is there. */
    boolean has(String key);

    /** Where the key stands, or where the whole begins. */
    Place of(String key);
}
