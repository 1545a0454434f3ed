package org.sekimori.dataplane.counters;

/** Whose rules keep their counters while others' may be forgotten. */
public enum RuleHolder {
    /** The policy in force. */
    POLICY,
    /** The policy that is compared with it. */
    CANDIDATE,
    /** None. */
    NOBODY
}
