package org.sekimori.dataplane.agent;

import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.event.DropListener;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.state.StateOptions;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.PolicyTable;

/**
 * The judge of a pipeline by itself, one frame a call, for whoever wants to see how a verdict comes about. Time is the
 * frames' own. Belongs to one thread.
 */
public final class FrameTrial {
    private static final PacketWitness NOBODY = null;

    private final FrameJudge judge;
    private final PolicySource policies;
    private PacketWitness witness = NOBODY;

    /** Judges by that policy, and remembers nothing yet. */
    public FrameTrial(PolicyTable policy) {
        this(policy, DropListener.NONE);
    }

    /** The same, and tells of frames that are to be dropped; rules have counters in the order their names first came. */
    public FrameTrial(PolicyTable policy, DropListener drops) {
        BoxCounters counters = new BoxCounters("wan", "lan", 1);
        WorkerMemory memory = new WorkerMemory(StateOptions.DEFAULT, 0, FrameClock.FRAMES, counters.worker(0));
        judge = new FrameJudge(counters.worker(0), memory, new Witnessed(memory), drops);
        policies = new PolicySource(policy, counters);
        judge.beginBatch(policies.current(), 0);
    }

    /** Judges by that policy from now on, and remembers what it did. */
    public void policy(PolicyTable policy) {
        policies.publish(policy);
        judge.beginBatch(policies.current(), 0);
    }

    /** Judges a frame: the slot holds the verdict, and the memory the frame. */
    public void judge(FrameSlot slot) {
        judge.judge(slot);
    }

    /** The same before a witness. */
    public void judge(FrameSlot slot, PacketWitness present) {
        witness = present;
        judge.judge(slot);
        witness = NOBODY;
    }

    private final class Witnessed extends PacketJudge {
        private final PacketMemory memory;

        Witnessed(WorkerMemory memory) {
            super(memory);
            this.memory = memory;
        }

        @Override
        int evaluate(MatchFields fields) {
            return witness == NOBODY ? super.evaluate(fields) : witness.evaluate(fields, memory);
        }

        @Override
        int judge(int decoded, MatchFields fields) {
            int verdict = super.judge(decoded, fields);
            if (witness != NOBODY) {
                witness.onJudged(fields, verdict, Reason.of(reason()));
            }
            return verdict;
        }
    }
}
