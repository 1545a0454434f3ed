package org.sekimori.dataplane;

import org.sekimori.dataplane.agent.PipelineOptions;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.dataplane.event.EventOptions;
import org.sekimori.dataplane.offload.OffloadMode;
import org.sekimori.dataplane.state.StateOptions;

/**
 * Settings of a box.
 *
 * @param pipeline the ring and its workers
 * @param threading how many threads the agents share
 * @param idle what an agent does when there is nothing to do
 * @param portSlots slots of each port's receive ring, a power of two, no fewer than the pipeline's ring has
 * @param mirrorCarrier whether a lost carrier is carried over to the other port
 * @param core the core the first thread is pinned to, further threads on the cores after it; {@link #ANY_CORE} for none
 * @param events how many dropped frames are told of
 * @param offload what the kernel does of it
 */
public record BoxOptions(
        PipelineOptions pipeline,
        ThreadingMode threading,
        IdleMode idle,
        int portSlots,
        boolean mirrorCarrier,
        int core,
        EventOptions events,
        OffloadMode offload) {
    /** Receive slots where nothing else was asked for: some 30 ms of a full-rate flood of small frames. */
    public static final int DEFAULT_PORT_SLOTS = 16384;
    /** Threads run where the scheduler puts them. */
    public static final int ANY_CORE = -1;

    /** Checks what the parts can't check alone. */
    public BoxOptions {
        if (portSlots < pipeline.ringSlots()) {
            throw new IllegalArgumentException("portSlots " + portSlots + ": no fewer than the ring's "
                    + pipeline.ringSlots() + " slots are wanted, or a frame could be read twice");
        }
        if (tallies(pipeline, offload) > BoxFileShape.MAX_WORKERS) {
            throw new IllegalArgumentException("workerCount " + pipeline.workerCount() + ": with an offload "
                    + (BoxFileShape.MAX_WORKERS - 1) + " at most are possible, as it counts like one more");
        }
    }

    /** Settings with the usual events, and nothing offloaded. */
    public BoxOptions(
            PipelineOptions pipeline,
            ThreadingMode threading,
            IdleMode idle,
            int portSlots,
            boolean mirrorCarrier,
            int core) {
        this(pipeline, threading, idle, portSlots, mirrorCarrier, core, EventOptions.DEFAULT, OffloadMode.OFF);
    }

    /** The same settings with these events. */
    public BoxOptions withEvents(EventOptions value) {
        return new BoxOptions(pipeline, threading, idle, portSlots, mirrorCarrier, core, value, offload);
    }

    /** The same settings with that memory. */
    public BoxOptions withMemory(StateOptions value) {
        return new BoxOptions(
                pipeline.withMemory(value), threading, idle, portSlots, mirrorCarrier, core, events, offload);
    }

    /** The same settings with this offload. */
    public BoxOptions withOffload(OffloadMode value) {
        return new BoxOptions(pipeline, threading, idle, portSlots, mirrorCarrier, core, events, value);
    }

    /** The shape of the file that a box with these settings writes. */
    public BoxFileShape fileShape() {
        return new BoxFileShape(tallies(pipeline, offload), events.ringBytes());
    }

    private static int tallies(PipelineOptions pipeline, OffloadMode offload) {
        return pipeline.judgeCount() + (offload == OffloadMode.OFF ? 0 : 1);
    }

    /** The place among the judges' counters where an offload counts: behind the workers. */
    int offloadCounters() {
        return pipeline.judgeCount();
    }

    /** What runs where nothing else was asked for. */
    public static BoxOptions defaults() {
        PipelineOptions pipeline = PipelineOptions.DEFAULT;
        return new BoxOptions(pipeline, ThreadingMode.SHARED, IdleMode.POLL, pipeline.ringSlots(), true, ANY_CORE);
    }
}
