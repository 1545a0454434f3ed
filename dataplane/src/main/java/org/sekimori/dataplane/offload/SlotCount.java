package org.sekimori.dataplane.offload;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.ebpf.walk.VerdictSlots;
import org.sekimori.policy.Direction;
import org.sekimori.policy.Verdict;

/**
 * One entry of a program's map of verdicts, and how much of it was taken into the box's counters, which is kept as the map
 * has it. Belongs to one thread at a time.
 */
final class SlotCount {
    private static final Kind[] KINDS = Kind.values();

    private final int slot;
    private final Cause cause;
    private final UnsafeBuffer taken;
    private long takenSilent;

    private SlotCount(int slot, Cause cause, UnsafeBuffer taken) {
        this.slot = slot;
        this.cause = cause;
        this.taken = new UnsafeBuffer(taken, slot * VerdictSlots.ENTRY_BYTES, VerdictSlots.ENTRY_BYTES);
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

    /** All entries, each at its index in the list as in the map; {@code taken} has room for as many. */
    static List<SlotCount> all(VerdictSlots slots, UnsafeBuffer taken) {
        List<SlotCount> all = new ArrayList<>(slots.count());
        for (int rule = 0; rule < slots.ruleCount(); rule++) {
            all.add(new SlotCount(rule, Cause.RULE, taken));
        }
        all.add(new SlotCount(slots.byDefault(), Cause.NEITHER, taken));
        all.add(new SlotCount(slots.lanSource(), Cause.LAN_SOURCE, taken));
        all.add(new SlotCount(slots.watched(), Cause.NEITHER, taken));
        all.add(new SlotCount(slots.alone(), Cause.NO_BOX, taken));
        return all;
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

    /**
     * The entry has these values now. What is new counts as taken before it is added: should this process be killed amid it,
     * rather a few are missing than counted twice.
     *
     * @param ruleCounter counter of a rule, by its index
     */
    void collect(DirectBuffer entry, Direction direction, LineTally tally, IntUnaryOperator ruleCounter) {
        for (Kind kind : KINDS) {
            int framesAt = VerdictSlots.framesOffset(kind);
            int bytesAt = VerdictSlots.bytesOffset(kind);
            long newFrames = entry.getLong(framesAt) - taken.getLong(framesAt);
            if (newFrames != 0) {
                long newBytes = entry.getLong(bytesAt) - taken.getLong(bytesAt);
                taken.putLong(framesAt, entry.getLong(framesAt));
                taken.putLong(bytesAt, entry.getLong(bytesAt));
                add(kind, direction, newFrames, newBytes, tally, ruleCounter);
            }
        }
    }

    /** How many frames of that kind are in the entry and not taken yet, as far as each counts once. */
    long untaken(DirectBuffer entry, Kind kind) {
        int at = VerdictSlots.framesOffset(kind);
        return entry.getLong(at) - taken.getLong(at);
    }

    /** A frame is passed or dropped once, whatever rules that only watch have said of it. */
    private void add(
            Kind kind, Direction direction, long frames, long bytes, LineTally tally, IntUnaryOperator ruleCounter) {
        if (kind != Kind.MONITORED) {
            tally.addFrames(direction, kind, frames, bytes);
        }
        switch (cause) {
            case RULE -> tally.verdicts().addRule(ruleCounter.applyAsInt(slot), kind, frames, bytes);
            case LAN_SOURCE, NO_BOX -> tally.verdicts().addReason(reason(), kind, frames, bytes);
            case NEITHER -> {
                // counted
            }
        }
    }
}
