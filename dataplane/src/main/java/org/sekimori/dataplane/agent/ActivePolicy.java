package org.sekimori.dataplane.agent;

import org.sekimori.policy.PolicyTable;

/**
 * The policy in force from one batch edge to the next; immutable once published.
 *
 * @param table what judges
 * @param epoch its number, 1 for the first since the start
 * @param ruleCounters counter of each rule, by rule index
 */
public record ActivePolicy(PolicyTable table, long epoch, int[] ruleCounters) {}
