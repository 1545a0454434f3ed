package org.sekimori.dataplane.agent;

import java.util.Optional;
import java.util.function.IntFunction;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.event.DropListener;

/**
 * What a pipeline writes beside frames.
 *
 * @param counters what is counted
 * @param heartbeat hears of each duty cycle of capture
 * @param drops what hears of the frames a worker drops, by worker
 * @param transit where the time through the box is written, if it is measured
 * @param whatIfs where a candidate policy may be found, that judges beside the one in force
 * @param firstWorker the number of the pipeline's first worker among those of all pipelines
 */
public record Instruments(
        BoxCounters counters,
        Heartbeat heartbeat,
        IntFunction<DropListener> drops,
        Optional<Transit> transit,
        WhatIfSource whatIfs,
        int firstWorker) {
    /** What the only pipeline writes. */
    public Instruments(
            BoxCounters counters,
            Heartbeat heartbeat,
            IntFunction<DropListener> drops,
            Optional<Transit> transit,
            WhatIfSource whatIfs) {
        this(counters, heartbeat, drops, transit, whatIfs, 0);
    }

    TransitTimer timer(int maxFrames) {
        return transit.<TransitTimer>map(to -> new HistogramTimer(to.histogram(), to.clock(), maxFrames))
                .orElse(TransitTimer.NONE);
    }

    /** Counters and nothing else. */
    public static Instruments counting(BoxCounters counters) {
        return new Instruments(
                counters, Heartbeat.NONE, worker -> DropListener.NONE, Optional.empty(), WhatIfSource.NONE);
    }
}
