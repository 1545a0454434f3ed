package org.sekimori.policy;

/**
 * What an evaluation asks of the one who remembers packets, and tells it. Called on the hot path, by the worker that owns
 * the memory.
 */
@FunctionalInterface
public interface PacketMemory {
    /** Remembers nothing: nothing is solicited, nothing goes beyond a limit, nobody hears of matches. */
    PacketMemory NONE = rule -> {};

    /** The packet matched the rule of that index, which only watches; evaluation goes on. */
    void onMonitorMatch(int ruleIndex);

    /** Whether the inside asked for this packet. */
    default boolean isSolicited(MatchFields fields) {
        return false;
    }

    /** Takes the packet into account in the limit of the rule of that index, and says whether it goes beyond. */
    default boolean exceedsLimit(int ruleIndex, MatchFields fields) {
        return false;
    }

    /** The same for what the rule lets a source in {@code allow-from} send. */
    default boolean exceedsAllowance(int ruleIndex, MatchFields fields) {
        return false;
    }
}
