package org.sekimori.dataplane.ebpf.policy;

import java.util.Arrays;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.agent.FrameTrial;
import org.sekimori.dataplane.agent.PacketWitness;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.ebpf.walk.DropSlots;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.Verdict;

/** Judges inbound frames twice, by the Java table and by its program in the kernel, and fails where they contradict. */
public final class KernelTwin implements AutoCloseable {
    private final PolicyTable table;
    private final FrameTrial trial;
    private final DropSlots slots;
    private final Hook hook;
    private final KernelProgram program;
    private final FrameSlot slot = new FrameSlot();
    private final Witness witness = new Witness();
    private final long[] frames;
    private final long[] bytes;

    /** What came of a frame. */
    public enum Outcome {
        /** Both pass it. */
        PASSED,
        /** Both drop it, by the same rule. */
        DROPPED,
        /** Java drops it, and asked memory, or not only the rules decided. */
        LEFT_TO_JAVA,
        /** Java drops it by the rules alone, and the program could have known. */
        MISSED
    }

    /** For frames that meet the program at XDP. */
    public KernelTwin(PolicyTable table, PolicyProgram compiled, FrameTrial trial) {
        this(table, compiled, trial, Hook.XDP);
    }

    KernelTwin(PolicyTable table, PolicyProgram compiled, FrameTrial trial, Hook hook) {
        this.table = table;
        this.hook = hook;
        this.trial = trial;
        slots = compiled.slots();
        program = new KernelProgram(hook == Hook.XDP ? AttachPoint.XDP : AttachPoint.TCX_INGRESS, compiled);
        frames = new long[slots.count()];
        bytes = new long[slots.count()];
        trial.policy(table);
    }

    /** Judges a frame of at least 14 bytes. */
    public Outcome judge(byte[] frame) {
        slot.frame().wrap(new UnsafeBuffer(frame));
        slot.received(frame.length, 0, 0);
        slot.ingress(0);
        witness.isAsked = false;
        trial.judge(slot, witness);
        boolean javaDrops = Verdict.isDrop(slot.verdict());
        boolean kernelDrops = program.run(frame, 1).result() == hook.drop();
        if (kernelDrops) {
            check(javaDrops, "the program drops what Java passes", frame);
            check(!witness.isAsked, "the program drops what asks memory", frame);
            int entry = entry();
            check(entry >= 0, "the program drops what Java drops for " + Reason.of(slot.reason()), frame);
            frames[entry]++;
            bytes[entry] += frame.length;
            return Outcome.DROPPED;
        }
        if (!javaDrops) {
            return Outcome.PASSED;
        }
        return witness.isAsked || entry() < 0 ? Outcome.LEFT_TO_JAVA : Outcome.MISSED;
    }

    /** What the program has to count a drop of Java's by; -1 if it can't drop such frames. */
    private int entry() {
        if (slot.reason() == Reason.LAN_SOURCE.ordinal()) {
            return slots.lanSource();
        }
        int rule = Verdict.ruleIndex(slot.verdict());
        if (slot.reason() != Reason.NONE.ordinal()) {
            return -1;
        }
        return rule == Verdict.NO_RULE ? slots.byDefault() : rule;
    }

    /** Whether the program has counted the drops it was seen to make, by the rules that Java names. */
    public void checkCounts() {
        long[] foundFrames = new long[frames.length];
        long[] foundBytes = new long[bytes.length];
        for (int i = 0; i < frames.length; i++) {
            foundFrames[i] = program.droppedFrames(i);
            foundBytes[i] = program.droppedBytes(i);
        }
        if (!Arrays.equals(frames, foundFrames) || !Arrays.equals(bytes, foundBytes)) {
            throw new AssertionError("drops by rule: " + Arrays.toString(frames) + ", but the program counts "
                    + Arrays.toString(foundFrames) + "; bytes: " + Arrays.toString(bytes) + " and "
                    + Arrays.toString(foundBytes));
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

    /** Applies the rules as the judge would, and notes whether that asked memory, or told it of a match. */
    private final class Witness implements PacketWitness, PacketMemory {
        private PacketMemory memory = PacketMemory.NONE;
        private boolean isAsked;

        @Override
        public int evaluate(MatchFields fields, PacketMemory asked) {
            memory = asked;
            return table.evaluate(fields, this);
        }

        @Override
        public void onJudged(MatchFields fields, int verdict, Reason reason) {
            isAsked |= fields.fragment() != MatchFields.WHOLE;
        }

        @Override
        public void onMonitorMatch(int ruleIndex) {
            isAsked = true;
            memory.onMonitorMatch(ruleIndex);
        }

        @Override
        public boolean isSolicited(MatchFields fields) {
            isAsked = true;
            return memory.isSolicited(fields);
        }

        @Override
        public boolean exceedsLimit(int ruleIndex, MatchFields fields) {
            isAsked = true;
            return memory.exceedsLimit(ruleIndex, fields);
        }

        @Override
        public boolean exceedsAllowance(int ruleIndex, MatchFields fields) {
            isAsked = true;
            return memory.exceedsAllowance(ruleIndex, fields);
        }
    }
}
