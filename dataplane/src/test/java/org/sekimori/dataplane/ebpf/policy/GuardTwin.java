package org.sekimori.dataplane.ebpf.policy;

import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.ebpf.TcxDescriptor;
import org.sekimori.dataplane.ebpf.policy.AloneModel.Fate;
import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.linux.TestRun;
import org.sekimori.policy.PolicyTable;

/** Runs a guarded program in all its modes, and fails where one contradicts another, or the model of a line without a box. */
public final class GuardTwin implements AutoCloseable {
    /** Of so many frames one also meets a late beat where the box wants all. */
    private static final int STALE_EACH = 8;

    private final Station station;
    private final AloneModel model;
    private final boolean onlyWatches;
    private final PolicyProgram compiled;
    private final KernelProgram program;
    private final UnsafeBuffer guard;
    private final SlotTally tally = new SlotTally();
    private int frames;

    /** What came of a frame. */
    public enum Outcome {
        /** The program decides it with a box and without. */
        DECIDED,
        /** The program hands it on, and lets it pass without a box. */
        PASSED_ALONE,
        /** The program hands it on, and drops it without a box. */
        DROPPED_ALONE
    }

    /** For the program of a table that was compiled for that place, which guards. */
    public GuardTwin(PolicyTable table, PolicyProgram compiled, Station station) {
        this.station = station;
        this.compiled = compiled;
        model = new AloneModel(table, station);
        onlyWatches = table.isMonitorOnly();
        program = new KernelProgram(station.hook(), compiled);
        guard = program.guard();
    }

    /** Judges a frame of at least 14 bytes. */
    public Outcome judge(byte[] frame) {
        Fate fate = model.judge(frame);
        Decision expected = fate.drops() && !onlyWatches ? Decision.DROP : Decision.FORWARD;
        Decision first = run(frame, GuardDescriptor.KERNEL_FIRST);
        Decision alone = run(frame, GuardDescriptor.ALONE);
        check(alone == expected, "alone the program's decision is " + alone + ", the model's " + fate, frame);
        check(first == Decision.HAND_ON || first == alone, "with a box the decision is " + first, frame);
        tryBoxFirst(frame);
        int decided = 2;
        if (first == Decision.HAND_ON) {
            tryStale(frame, GuardDescriptor.KERNEL_FIRST, expected);
        }
        if (frames++ % STALE_EACH == 0) {
            tryStale(frame, GuardDescriptor.BOX_FIRST, expected);
            tryStale(frame, GuardDescriptor.TAP, expected);
            decided += 2;
        }
        model.count(fate, frame.length, decided, tally);
        return first != Decision.HAND_ON
                ? Outcome.DECIDED
                : alone == Decision.DROP ? Outcome.DROPPED_ALONE : Outcome.PASSED_ALONE;
    }

    private Decision run(byte[] frame, int mode) {
        guard.putInt(GuardDescriptor.MODE_OFFSET, mode);
        return Decision.of(program.run(frame, 1), station);
    }

    private void tryBoxFirst(byte[] frame) {
        guard.putInt(GuardDescriptor.MODE_OFFSET, GuardDescriptor.BOX_FIRST);
        TestRun handedOn = program.run(frame, 1);
        boolean comesAgain = station.hook() == Hook.XDP
                ? handedOn.result() == station.hook().handOn()
                : handedOn.result() == TcxDescriptor.REDIRECT && handedOn.mark() == TcxDescriptor.HANDED_ON;
        check(comesAgain, "where the box wants all, the program returns " + handedOn.result(), frame);
        guard.putInt(GuardDescriptor.MODE_OFFSET, GuardDescriptor.TAP);
        int tapped = program.run(frame, 1).result();
        int right = station.hook() == Hook.XDP
                ? station.hook().handOn()
                : station.hook().drop();
        check(tapped == right, "behind the box's tap the program returns " + tapped, frame);
    }

    /** Whoever finds the beat too old decides the frame himself, as do all after him. */
    private void tryStale(byte[] frame, int mode, Decision expected) {
        guard.putLong(GuardDescriptor.LIMIT_OFFSET, 0);
        guard.putLong(GuardDescriptor.TRIPPED_OFFSET, 0);
        Decision decision = run(frame, mode);
        check(decision == expected, "in mode " + mode + ", with a late beat, the decision is " + decision, frame);
        check(
                guard.getIntVolatile(GuardDescriptor.MODE_OFFSET) == GuardDescriptor.ALONE,
                "the mode stays " + mode,
                frame);
        check(guard.getLongVolatile(GuardDescriptor.TRIPPED_OFFSET) != 0, "the time of the trip is missing", frame);
        guard.putLong(GuardDescriptor.LIMIT_OFFSET, Long.MAX_VALUE);
    }

    /** Whether the program has counted the decisions it was seen to make, by the entries that the model names. */
    public void checkCounts() {
        String found = SlotTally.of(program, compiled.slots()).toString();
        if (!found.equals(tally.toString())) {
            throw new AssertionError("by the model: " + tally + ", but by the program " + found);
        }
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
