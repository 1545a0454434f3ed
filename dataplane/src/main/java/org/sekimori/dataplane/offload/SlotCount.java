package org.sekimori.dataplane.offload;

import org.agrona.DirectBuffer;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.ebpf.walk.VerdictSlots;
import org.sekimori.policy.Direction;
import org.sekimori.policy.Verdict;

/** One entry of a program's map of verdicts, and how much of it was taken into the box's counters. Belongs to one thread at a time. */
final class SlotCount {
    private static final Kind[] KINDS = Kind.values();

    private final int slot;
    private final Cause cause;
    private final long[] takenFrames = new long[KINDS.length];
    private final long[] takenBytes = new long[KINDS.length];
    private long takenSilent;

    private SlotCount(int slot, Cause cause) {
        this.slot = slot;
        this.cause = cause;
    }

    /** What decided, and so where it is counted. */
    private enum Cause {
        RULE,
        LAN_SOURCE,
        /** Nothing, since only the box could have judged the frame, and no box was there. */
        NO_BOX,
        /** Has no counter but its direction's. */
        NEITHER
    }

    static SlotCount ofRule(int rule) {
        return new SlotCount(rule, Cause.RULE);
    }

    static SlotCount ofLanSource(int slot) {
        return new SlotCount(slot, Cause.LAN_SOURCE);
    }

    static SlotCount ofNeither(int slot) {
        return new SlotCount(slot, Cause.NEITHER);
    }

    static SlotCount ofNoBox(int slot) {
        return new SlotCount(slot, Cause.NO_BOX);
    }

    int slot() {
        return slot;
    }

    /** Counter of the rule that decides what is counted here, by rule index; negative if none does. */
    int ruleCounter(int[] ruleCounters) {
        return cause == Cause.RULE ? ruleCounters[slot] : Verdict.NO_RULE;
    }

    /** An ordinal of {@link Reason}: what decides, where no rule's match does. */
    int reason() {
        return switch (cause) {
            case LAN_SOURCE -> Reason.LAN_SOURCE.ordinal();
            case NO_BOX -> Reason.NO_BOX.ordinal();
            default -> Reason.NONE.ordinal();
        };
    }

    /**
     * How many frames more of that kind nothing was told of; none of an entry whose frames aren't told of at all. A frame that
     * is just being told of may count here for now: then one less does the next time.
     */
    long takeSilent(DirectBuffer entry, Kind kind) {
        long told = entry.getLong(VerdictSlots.TOLD);
        long silent = told == 0 ? 0 : entry.getLong(VerdictSlots.framesOffset(kind)) - told;
        long fresh = Math.max(0, silent - takenSilent);
        takenSilent += fresh;
        return fresh;
    }

    /** The entry has these values now. */
    void collect(DirectBuffer entry, Direction direction, LineTally tally, int[] ruleCounters) {
        for (Kind kind : KINDS) {
            long frames = entry.getLong(VerdictSlots.framesOffset(kind));
            long bytes = entry.getLong(VerdictSlots.bytesOffset(kind));
            long newFrames = frames - takenFrames[kind.ordinal()];
            if (newFrames != 0) {
                long newBytes = bytes - takenBytes[kind.ordinal()];
                takenFrames[kind.ordinal()] = frames;
                takenBytes[kind.ordinal()] = bytes;
                add(kind, direction, newFrames, newBytes, tally, ruleCounters);
            }
        }
    }

    /** A frame is passed or dropped once, whatever rules that only watch have said of it. */
    private void add(Kind kind, Direction direction, long frames, long bytes, LineTally tally, int[] ruleCounters) {
        if (kind != Kind.MONITORED) {
            tally.addFrames(direction, kind, frames, bytes);
        }
        switch (cause) {
            case RULE -> tally.verdicts().addRule(ruleCounters[slot], kind, frames, bytes);
            case LAN_SOURCE, NO_BOX -> tally.verdicts().addReason(reason(), kind, frames, bytes);
            case NEITHER -> {
                // counted
            }
        }
    }
}
