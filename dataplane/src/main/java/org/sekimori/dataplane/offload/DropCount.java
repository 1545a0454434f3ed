package org.sekimori.dataplane.offload;

import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.policy.Direction;

/** One entry of a program's map of drops, and how much of it was taken into the box's counters. Belongs to one thread at a time. */
final class DropCount {
    private final int slot;
    private final Cause cause;
    private long takenFrames;
    private long takenBytes;

    private DropCount(int slot, Cause cause) {
        this.slot = slot;
        this.cause = cause;
    }

    /** What decided, and so where it is counted. */
    private enum Cause {
        RULE,
        DEFAULT,
        LAN_SOURCE
    }

    static DropCount ofRule(int rule) {
        return new DropCount(rule, Cause.RULE);
    }

    static DropCount ofDefault(int slot) {
        return new DropCount(slot, Cause.DEFAULT);
    }

    static DropCount ofLanSource(int slot) {
        return new DropCount(slot, Cause.LAN_SOURCE);
    }

    int slot() {
        return slot;
    }

    /** The entry has these values now. */
    void collect(long frames, long bytes, VerdictCounters counters, int[] ruleCounters) {
        long newFrames = frames - takenFrames;
        long newBytes = bytes - takenBytes;
        if (newFrames == 0) {
            return;
        }
        takenFrames = frames;
        takenBytes = bytes;
        counters.addDropped(Direction.INBOUND.ordinal(), newFrames, newBytes);
        switch (cause) {
            case RULE -> counters.addDroppedByRule(ruleCounters[slot], newFrames, newBytes);
            case LAN_SOURCE -> counters.addDroppedByReason(Reason.LAN_SOURCE.ordinal(), newFrames, newBytes);
            case DEFAULT -> {
                // has no counter but its direction's
            }
        }
    }
}
