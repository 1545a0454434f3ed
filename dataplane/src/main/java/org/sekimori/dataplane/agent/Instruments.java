package org.sekimori.dataplane.agent;

import java.util.function.IntFunction;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.event.DropListener;

/**
 * What a pipeline writes beside frames.
 *
 * @param counters what is counted
 * @param heartbeat hears of each duty cycle of capture
 * @param drops what hears of the frames a worker drops, by worker
 */
public record Instruments(BoxCounters counters, Heartbeat heartbeat, IntFunction<DropListener> drops) {
    /** Counters and nothing else. */
    public static Instruments counting(BoxCounters counters) {
        return new Instruments(counters, Heartbeat.NONE, worker -> DropListener.NONE);
    }
}
