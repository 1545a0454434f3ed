package org.sekimori.policy;

/** Hears of the rules in {@code monitor} mode that a packet matched before its verdict fell. Called on the hot path. */
@FunctionalInterface
public interface MonitorListener {
    /** The packet matched the rule of that index, which only watches; evaluation goes on. */
    void onMonitorMatch(int ruleIndex);
}
