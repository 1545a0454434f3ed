package org.sekimori.dataplane.ebpf.policy;

import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.agent.FrameTrial;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.ebpf.walk.VerdictSlots;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.Verdict;

/** Judges frames twice, by the Java table and by its program in the kernel, and fails where they contradict. */
public final class KernelTwin implements AutoCloseable {
    private static final int NO_ENTRY = -1;

    private final PolicyTable table;
    private final FrameTrial trial;
    private final VerdictSlots slots;
    private final Station station;
    private final KernelProgram program;
    private final FrameSlot slot = new FrameSlot();
    private final TwinWitness witness;
    private final SlotTally tally = new SlotTally();

    /** What came of a frame. */
    public enum Outcome {
        /** Both pass it, and the program sends it on. */
        FORWARDED,
        /** Java passes it, and the program left it to Java. */
        PASSED,
        /** Both drop it, by the same rule. */
        DROPPED,
        /** Java drops it, and asked memory, or not only the rules decided. */
        LEFT_TO_JAVA,
        /** Java decides it by the rules alone, and the program could have known. */
        MISSED
    }

    /** For the program of a table that was compiled for that place. */
    public KernelTwin(PolicyTable table, PolicyProgram compiled, FrameTrial trial, Station station) {
        this.table = table;
        this.station = station;
        this.trial = trial;
        slots = compiled.slots();
        program = new KernelProgram(station.hook(), compiled);
        witness = new TwinWitness(table, station);
        trial.policy(table);
    }

    /** Judges a frame of at least 14 bytes. */
    public Outcome judge(byte[] frame) {
        slot.frame().wrap(new UnsafeBuffer(frame));
        slot.received(frame.length, 0, 0);
        slot.ingress(station.direction().ordinal());
        witness.forget();
        trial.judge(slot, witness);
        Decision decision = Decision.of(program.run(frame, 1), station);
        if (decision == Decision.HAND_ON) {
            return handedOn();
        }
        check(!witness.isAsked(), "the program decides what asks memory", frame);
        check(decision == Decision.DROP || !witness.isFollowed(), "the program sends on what memory has to see", frame);
        int entry = entry();
        check(entry != NO_ENTRY, "the program decides what Java does for " + Reason.of(slot.reason()), frame);
        boolean drops = decision == Decision.DROP;
        check(drops == Verdict.isDrop(slot.verdict()), "the program's decision is " + decision, frame);
        count(entry, drops, frame.length);
        return drops ? Outcome.DROPPED : Outcome.FORWARDED;
    }

    /** A rule that only watches is for the program only where nobody else looks at the frame again. */
    private Outcome handedOn() {
        boolean isDecidable = !witness.isAsked()
                && !witness.isUnsure()
                && witness.watched().isEmpty()
                && !(station.forwards() && witness.isFollowed())
                && !LongChains.isOne(slot.frame())
                && entry() != NO_ENTRY;
        if (Verdict.isDrop(slot.verdict())) {
            return isDecidable ? Outcome.MISSED : Outcome.LEFT_TO_JAVA;
        }
        return isDecidable && station.forwards() ? Outcome.MISSED : Outcome.PASSED;
    }

    /** What the program has to count a decision of Java's by; none if it can't decide such frames. */
    private int entry() {
        if (slot.reason() == Reason.LAN_SOURCE.ordinal()) {
            return slots.lanSource();
        }
        if (slot.reason() != Reason.NONE.ordinal()) {
            return NO_ENTRY;
        }
        int rule = Verdict.ruleIndex(slot.verdict());
        return rule == Verdict.NO_RULE ? slots.byDefault() : rule;
    }

    private void count(int entry, boolean drops, int bytes) {
        for (int rule : witness.watched()) {
            tally.count(rule, Kind.MONITORED, bytes);
        }
        if (table.isMonitorOnly() && witness.isDrop()) {
            tally.count(entry, Kind.MONITORED, bytes);
            tally.count(slots.watched(), Kind.PASSED, bytes);
        } else {
            tally.count(entry, drops ? Kind.DROPPED : Kind.PASSED, bytes);
        }
    }

    /** Whether the program has counted the decisions it was seen to make, by the rules that Java names. */
    public void checkCounts() {
        String found = SlotTally.of(program, slots).toString();
        if (!found.equals(tally.toString())) {
            throw new AssertionError("counted by rule: " + tally + ", but by the program " + found);
        }
    }

    int verifiedInstructions() {
        return program.verifiedInstructions();
    }

    private static void check(boolean holds, String otherwise, byte[] frame) {
        if (!holds) {
            throw new AssertionError(otherwise + ": " + HexFormat.of().formatHex(frame));
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
