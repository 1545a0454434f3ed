package org.sekimori.dataplane.agent;

import java.util.Optional;
import java.util.function.IntFunction;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.event.DropListener;

/**
 * What a pipeline writes beside frames.
 *
 * @param counters what is counted
 * @param heartbeat hears of the pipeline's progress
 * @param drops what hears of the frames a worker drops, by worker
 * @param transit where the time through the box is written, if it is measured
 * @param whatIfs where a candidate policy may be found, that judges beside the one in force
 * @param faults hears of faults of this program in the pipeline's threads
 * @param origins where a worker tallies where packets come from, by worker
 * @param firstWorker the number of the pipeline's first worker among those of all pipelines
 * @param attendance whether what the pipeline holds is its own to send
 */
public record Instruments(
        BoxCounters counters,
        Heartbeat heartbeat,
        IntFunction<DropListener> drops,
        Optional<Transit> transit,
        WhatIfSource whatIfs,
        FaultListener faults,
        IntFunction<OriginTally> origins,
        int firstWorker,
        Attendance attendance) {
    /** What the only pipeline writes; its faults are thrown. */
    public Instruments(
            BoxCounters counters,
            Heartbeat heartbeat,
            IntFunction<DropListener> drops,
            Optional<Transit> transit,
            WhatIfSource whatIfs) {
        this(counters, heartbeat, drops, transit, whatIfs, FaultListener.RETHROWING, 0);
    }

    /** The same, and nobody looks at where packets come from. */
    public Instruments(
            BoxCounters counters,
            Heartbeat heartbeat,
            IntFunction<DropListener> drops,
            Optional<Transit> transit,
            WhatIfSource whatIfs,
            FaultListener faults,
            int firstWorker) {
        this(
                counters,
                heartbeat,
                drops,
                transit,
                whatIfs,
                faults,
                worker -> new OriginTally(),
                firstWorker,
                Attendance.ALWAYS);
    }

    TransitTimer timer(int maxFrames) {
        return transit.<TransitTimer>map(to -> new HistogramTimer(to.histogram(), to.clock(), maxFrames))
                .orElse(TransitTimer.NONE);
    }

    /** Counters and nothing else; faults are thrown. */
    public static Instruments counting(BoxCounters counters) {
        return counting(counters, FaultListener.RETHROWING);
    }

    /** Counters, and who hears of faults. */
    public static Instruments counting(BoxCounters counters, FaultListener faults) {
        return new Instruments(
                counters, Heartbeat.NONE, worker -> DropListener.NONE, Optional.empty(), WhatIfSource.NONE, faults, 0);
    }
}
