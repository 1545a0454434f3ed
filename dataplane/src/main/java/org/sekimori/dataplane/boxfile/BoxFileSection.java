package org.sekimori.dataplane.boxfile;

import java.util.function.ToIntFunction;
import org.agrona.BitUtil;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.sekimori.dataplane.counters.MemoryTallies;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.counters.RuleNames;
import org.sekimori.dataplane.counters.TransitHistogram;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.dataplane.whatif.WhatIfTally;

/**
 * The parts of a box file, in their order. Each begins at a page, and those that each worker has of its own follow one
 * another; {@link #PORTS} and {@link #TRANSIT} are those of a pipeline, at its first worker. A new part goes before {@link #NAMES}: what is behind is sparse, what is before is all there from the start.
 */
enum BoxFileSection {
    HEADER(false, false, shape -> BoxFileDescriptor.HEADER_LENGTH),
    LINE(false, false, shape -> LineDescriptor.LENGTH),
    PORTS(true, false, shape -> PortCounters.LENGTH),
    MEMORIES(true, false, shape -> MemoryTallies.LENGTH),
    TRANSIT(true, false, shape -> TransitHistogram.LENGTH),
    EVENTS(true, false, shape -> shape.eventRingBytes() + BroadcastBufferDescriptor.TRAILER_LENGTH),
    WHAT_IF(true, false, shape -> WhatIfTally.LENGTH),
    NAMES(false, true, shape -> RuleNames.LENGTH),
    VERDICTS(true, true, shape -> VerdictCounters.LENGTH);

    private final boolean perWorker;
    private final boolean sparse;
    private final ToIntFunction<BoxFileShape> length;

    BoxFileSection(boolean perWorker, boolean sparse, ToIntFunction<BoxFileShape> length) {
        this.perWorker = perWorker;
        this.sparse = sparse;
        this.length = length;
    }

    /** How many of this part there are. */
    int count(BoxFileShape shape) {
        return perWorker ? shape.workers() : 1;
    }

    /** Bytes of this part, of one worker if each has its own. */
    int length(BoxFileShape shape) {
        return length.applyAsInt(shape);
    }

    /** Bytes from one worker's part to the next one's. */
    long stride(BoxFileShape shape) {
        return BitUtil.align((long) length(shape), BoxFileDescriptor.PAGE);
    }

    /** Whether pages of this part are taken as they come into use. */
    boolean isSparse() {
        return sparse;
    }

    /** Where the part begins, that worker's if each has its own. */
    long offset(BoxFileShape shape, int worker) {
        long offset = worker * stride(shape);
        for (BoxFileSection before : values()) {
            if (before == this) {
                break;
            }
            offset += before.count(shape) * before.stride(shape);
        }
        return offset;
    }

    /** Bytes of the whole file. */
    static long fileLength(BoxFileShape shape) {
        BoxFileSection last = values()[values().length - 1];
        return last.offset(shape, last.count(shape));
    }

    /** Bytes from the start that are not sparse. */
    static long denseLength(BoxFileShape shape) {
        return NAMES.offset(shape, 0);
    }
}
