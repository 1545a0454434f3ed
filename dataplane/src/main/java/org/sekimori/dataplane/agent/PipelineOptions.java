package org.sekimori.dataplane.agent;

import org.agrona.BitUtil;

/**
 * Shape of a pipeline.
 *
 * @param ringSlots slots of the ring, a power of two; no more than a port's receive ring has
 * @param batchLimit frames taken from a port before the other has its turn
 * @param workerCount workers that judge; 0: egress judges itself
 */
public record PipelineOptions(int ringSlots, int batchLimit, int workerCount) {
    /** What runs where nothing else was asked for. */
    public static final PipelineOptions DEFAULT = new PipelineOptions(4096, 64, 1);

    private static final int MAX_WORKERS = 64;

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
        return new PipelineOptions(ringSlots, batchLimit, workers);
    }

    /** How many tallies of verdicts the pipeline writes. */
    public int judgeCount() {
        return Math.max(1, workerCount);
    }
}
