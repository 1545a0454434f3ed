package org.sekimori.dataplane.agent;

import org.sekimori.dataplane.counters.BoxCounters;

/**
 * What a pipeline writes beside frames.
 *
 * @param counters what is counted
 * @param heartbeat hears of each duty cycle of capture
 */
public record Instruments(BoxCounters counters, Heartbeat heartbeat) {
    /** Counters and nothing else. */
    public static Instruments counting(BoxCounters counters) {
        return new Instruments(counters, Heartbeat.NONE);
    }
}
