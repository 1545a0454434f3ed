package org.sekimori.dataplane.agent;

import org.agrona.BitUtil;
import org.sekimori.dataplane.state.StateOptions;

/**
 * Shape of a pipeline.
 *
 * @param ringSlots slots of the ring, a power of two; no more than a port's receive ring has
 * @param batchLimit frames taken from a port before the other has its turn
 * @param workerCount workers that judge; 0: egress judges itself
 * @param clock which time timeouts and rates go by
 * @param memory what all workers together remember
 */
public record PipelineOptions(int ringSlots, int batchLimit, int workerCount, FrameClock clock, StateOptions memory) {
    /** What runs where nothing else was asked for. */
    public static final PipelineOptions DEFAULT = new PipelineOptions(4096, 64, 1);

    private static final int MAX_WORKERS = 64;

    /** A shape that goes by the machine's clock, with the usual memory. */
    public PipelineOptions(int ringSlots, int batchLimit, int workerCount) {
        this(ringSlots, batchLimit, workerCount, FrameClock.MACHINE, StateOptions.DEFAULT);
    }

    /** Checks the bounds. */
    public PipelineOptions {
        if (!BitUtil.isPowerOfTwo(ringSlots)) {
            throw new IllegalArgumentException("ringSlots " + ringSlots + ": a power of two is wanted");
        }
        if (batchLimit < 1 || batchLimit > ringSlots) {
            throw new IllegalArgumentException("batchLimit " + batchLimit + ": 1 to " + ringSlots + " is wanted");
        }
        if (workerCount < 0 || workerCount > MAX_WORKERS) {
            throw new IllegalArgumentException("workerCount " + workerCount + ": 0 to " + MAX_WORKERS + " is wanted");
        }
    }

    /** The same shape with that many workers. */
    public PipelineOptions withWorkerCount(int workers) {
        return new PipelineOptions(ringSlots, batchLimit, workers, clock, memory);
    }

    /** The same shape, with time that goes by the frames' own stamps. */
    public PipelineOptions withFrameTime() {
        return new PipelineOptions(ringSlots, batchLimit, workerCount, FrameClock.FRAMES, memory);
    }

    /** The same shape with that memory. */
    public PipelineOptions withMemory(StateOptions value) {
        return new PipelineOptions(ringSlots, batchLimit, workerCount, clock, value);
    }

    /** How many tallies of verdicts the pipeline writes. */
    public int judgeCount() {
        return Math.max(1, workerCount);
    }
}
