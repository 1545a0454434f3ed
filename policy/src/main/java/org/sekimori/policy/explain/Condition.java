package org.sekimori.policy.explain;

/**
 * One thing a rule asks for, held against a packet.
 *
 * @param key    the rule's key in a policy file, such as {@code destination-ports}
 * @param found  what the packet has
 * @param wanted what the rule asks for
 * @param holds  whether that speaks for the rule
 */
public record Condition(String key, String found, String wanted, boolean holds) {}
