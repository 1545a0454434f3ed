package org.sekimori.dataplane;

import java.util.Optional;
import org.sekimori.dataplane.agent.PipelineOptions;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.dataplane.event.EventOptions;
import org.sekimori.dataplane.guard.GuardOptions;
import org.sekimori.dataplane.offload.OffloadMode;
import org.sekimori.dataplane.state.StateOptions;

/**
 * Settings of a box.
 *
 * @param pipelines how many pipelines divide the frames by their pair of addresses, 1 to {@link #MAX_PIPELINES}
 * @param pipeline the ring and its workers, of each of them; its memory is what all of them have together
 * @param threading how many threads the agents share
 * @param idle what an agent does when there is nothing to do
 * @param portSlots slots of each port's receive ring, of each pipeline, a power of two, no fewer than the pipeline's ring has
 * @param mirrorCarrier whether a lost carrier is carried over to the other port
 * @param core the core the first thread is pinned to, further threads on the cores after it; {@link #ANY_CORE} for none
 * @param events how many dropped frames are told of
 * @param offload what the kernel does of it
 * @param guard how programs keep the line while no box is there; empty where they don't
 */
public record BoxOptions(
        int pipelines,
        PipelineOptions pipeline,
        ThreadingMode threading,
        IdleMode idle,
        int portSlots,
        boolean mirrorCarrier,
        int core,
        EventOptions events,
        OffloadMode offload,
        Optional<GuardOptions> guard) {
    /** Receive slots where nothing else was asked for: some 30 ms of a full-rate flood of small frames. */
    public static final int DEFAULT_PORT_SLOTS = 16384;
    /** As many pipelines at most. */
    public static final int MAX_PIPELINES = 16;
    /** Rounds that an idle box makes in the time that its beat may be old. */
    private static final int ROUNDS_IN_LIMIT = 3;
    /** Threads run where the scheduler puts them. */
    public static final int ANY_CORE = -1;

    /** Checks what the parts can't check alone. */
    public BoxOptions {
        if (portSlots < pipeline.ringSlots()) {
            throw new IllegalArgumentException("portSlots " + portSlots + ": no fewer than the ring's "
                    + pipeline.ringSlots() + " slots are wanted, or a frame could be read twice");
        }
        if (pipelines < 1 || pipelines > MAX_PIPELINES) {
            throw new IllegalArgumentException("pipelines " + pipelines + ": 1 to " + MAX_PIPELINES + " is wanted");
        }
        int kernel = kernelTallies(offload, guard);
        if (pipelines * pipeline.judgeCount() + kernel > BoxFileShape.MAX_WORKERS) {
            throw new IllegalArgumentException("workerCount " + pipeline.workerCount() + ": pipelines times workers"
                    + (kernel == 0 ? "" : ", and one more for an offload,") + " may be " + BoxFileShape.MAX_WORKERS
                    + " at most");
        }
    }

    /** Settings of one pipeline with the usual events, and nothing offloaded. */
    public BoxOptions(
            PipelineOptions pipeline,
            ThreadingMode threading,
            IdleMode idle,
            int portSlots,
            boolean mirrorCarrier,
            int core) {
        this(
                1,
                pipeline,
                threading,
                idle,
                portSlots,
                mirrorCarrier,
                core,
                EventOptions.DEFAULT,
                OffloadMode.OFF,
                Optional.empty());
    }

    /** Programs that decide frames count and tell like one more worker. */
    private static int kernelTallies(OffloadMode offload, Optional<GuardOptions> guard) {
        return offload == OffloadMode.OFF && guard.isEmpty() ? 0 : 1;
    }

    /** The same settings with these events. */
    public BoxOptions withEvents(EventOptions value) {
        return new BoxOptions(
                pipelines, pipeline, threading, idle, portSlots, mirrorCarrier, core, value, offload, guard);
    }

    /** The same settings with that memory. */
    public BoxOptions withMemory(StateOptions value) {
        return new BoxOptions(
                pipelines,
                pipeline.withMemory(value),
                threading,
                idle,
                portSlots,
                mirrorCarrier,
                core,
                events,
                offload,
                guard);
    }

    /** The same settings with this offload. */
    public BoxOptions withOffload(OffloadMode value) {
        return new BoxOptions(
                pipelines, pipeline, threading, idle, portSlots, mirrorCarrier, core, events, value, guard);
    }

    /** The same settings, and programs that keep the line so. */
    public BoxOptions withGuard(GuardOptions value) {
        return new BoxOptions(
                pipelines,
                pipeline,
                threading,
                idle,
                portSlots,
                mirrorCarrier,
                core,
                events,
                offload,
                Optional.of(value));
    }

    /** How long a thread with nothing to do may sleep, ms: short enough for the guard to see that it goes round. */
    int longestSleepMs() {
        return guard.map(kept ->
                        (int) Math.min(PollIdleStrategy.RESTING_MS, kept.limit().toMillis() / ROUNDS_IN_LIMIT))
                .orElse(PollIdleStrategy.RESTING_MS);
    }

    /** Whether the kernel may decide some frames. */
    boolean usesKernel() {
        return kernelTallies(offload, guard) != 0;
    }

    /** The same settings with that many pipelines. */
    public BoxOptions withPipelines(int value) {
        return new BoxOptions(value, pipeline, threading, idle, portSlots, mirrorCarrier, core, events, offload, guard);
    }

    /** The shape of the file that a box with these settings writes. */
    public BoxFileShape fileShape() {
        return new BoxFileShape(judgeCount() + kernelTallies(offload, guard), events.ringBytes());
    }

    /** Tallies of verdicts that all pipelines write; behind them an offload has its place. */
    int judgeCount() {
        return pipelines * pipeline.judgeCount();
    }

    /** The number of that pipeline's first worker among all. */
    public int firstWorker(int index) {
        return index * pipeline.judgeCount();
    }

    /** What one pipeline is like, with its part of the memory. */
    PipelineOptions share() {
        return pipeline.withMemory(pipeline.memory().divided(pipelines));
    }

    /** All of them as if they were one. */
    PipelineOptions together() {
        return pipeline.withWorkerCount(judgeCount());
    }

    /** What runs where nothing else was asked for. */
    public static BoxOptions defaults() {
        PipelineOptions pipeline = PipelineOptions.DEFAULT;
        return new BoxOptions(pipeline, ThreadingMode.SHARED, IdleMode.POLL, pipeline.ringSlots(), true, ANY_CORE);
    }
}
