package org.sekimori.dataplane.agent;

import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.policy.Verdict;

/**
 * A worker's judge and, while a comparison runs, the candidate's beside it, which sees the same frames and changes none.
 * Reads once a batch which policy is in force, and whether there is a candidate, which has no frame judged any more once its
 * time is over or it costs too much, whoever may have forgotten it. Of each batch one packet at most is sampled for its origin,
 * of either port in turn. Belongs to one worker.
 *
 * <p>A frame at which the judge fails, by a fault of this program, is dropped and counted, and the next one's turn is: tried
 * again it would fail again, and all frames behind it would wait for ever. A candidate that fails ends its comparison.
 */
final class JudgeSeat {
    private static final CandidateJudge NOBODY = null;
    private static final int NO_PORT = -1;

    private final FrameJudge judge;
    private final PolicySource policies;
    private final WhatIfSource whatIfs;
    private final int worker;
    private final FaultListener faults;
    private final FaultStreak streak;
    private Comparison comparison = Comparison.NONE;
    /** The port whose next packet is sampled; {@link #NO_PORT} once it was. */
    private int sampledPort;

    private int nextSampledPort = 1;
    private boolean hasJudged;
    private CandidateJudge candidate = NOBODY;
    private long nowNs;

    JudgeSeat(FrameJudge judge, PolicySource policies, WhatIfSource whatIfs, int worker, FaultListener faults) {
        this.judge = judge;
        this.policies = policies;
        this.whatIfs = whatIfs;
        this.worker = worker;
        this.faults = faults;
        streak = new FaultStreak(faults);
    }

    void beginBatch(long machineNs) {
        nowNs = machineNs;
        ActivePolicy policy = policies.current();
        judge.beginBatch(policy, machineNs);
        if (hasJudged) {
            hasJudged = false;
            sampledPort = nextSampledPort;
            nextSampledPort = sampledPort ^ 1;
        }
        comparison = whatIfs.current();
        candidate = NOBODY;
        if (comparison != Comparison.NONE && machineNs - comparison.endNs() < 0) {
            beginComparing(policy);
        }
    }

    private void beginComparing(ActivePolicy policy) {
        try {
            CandidateJudge next = comparison.judges()[worker];
            candidate = next.beginBatch(comparison, policy, nowNs) ? next : NOBODY;
        } catch (Throwable fault) {
            endComparing(fault);
        }
    }

    void judge(FrameSlot slot) {
        try {
            judge.judge(slot);
            streak.end();
            sample(slot);
        } catch (Throwable fault) {
            drop(slot, fault);
        }
        if (candidate != NOBODY) {
            compare(slot);
        }
    }

    private void sample(FrameSlot slot) {
        hasJudged = true;
        if (slot.ingress() == sampledPort) {
            sampledPort = NO_PORT;
            judge.sampleOrigin(slot.ingress());
        }
    }

    private void compare(FrameSlot slot) {
        try {
            candidate = candidate.compare(slot) ? candidate : NOBODY;
        } catch (Throwable fault) {
            endComparing(fault);
        }
    }

    /** Whatever else fails, the slot holds a verdict of its own, and not that of the frame that had the slot before. */
    private void drop(FrameSlot slot, Throwable fault) {
        slot.judged(Verdict.drop(Verdict.NO_RULE), Reason.INTERNAL_ERROR.ordinal(), 0);
        try {
            judge.onFault(slot);
        } catch (Throwable again) {
            fault.addSuppressed(again);
        }
        streak.add(fault, nowNs);
    }

    private void endComparing(Throwable fault) {
        candidate = NOBODY;
        whatIfs.abandon(comparison);
        faults.onCandidate(fault);
    }
}
