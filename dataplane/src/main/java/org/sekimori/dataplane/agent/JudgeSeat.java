package org.sekimori.dataplane.agent;

import org.sekimori.dataplane.port.FrameSlot;

/**
 * A worker's judge and, while a comparison runs, the candidate's beside it, which sees the same frames and changes none.
 * Reads once a batch which policy is in force, and whether there is a candidate. Belongs to one worker.
 */
final class JudgeSeat {
    private static final CandidateJudge NOBODY = null;

    private final FrameJudge judge;
    private final PolicySource policies;
    private final WhatIfSource whatIfs;
    private final int worker;
    private CandidateJudge candidate = NOBODY;

    JudgeSeat(FrameJudge judge, PolicySource policies, WhatIfSource whatIfs, int worker) {
        this.judge = judge;
        this.policies = policies;
        this.whatIfs = whatIfs;
        this.worker = worker;
    }

    void beginBatch(long nowNs) {
        ActivePolicy policy = policies.current();
        judge.beginBatch(policy, nowNs);
        Comparison comparison = whatIfs.current();
        if (comparison == Comparison.NONE) {
            candidate = NOBODY;
        } else {
            candidate = comparison.judges()[worker];
            candidate.beginBatch(comparison, policy, nowNs);
        }
    }

    void judge(FrameSlot slot) {
        judge.judge(slot);
        if (candidate != NOBODY) {
            candidate.compare(slot);
        }
    }
}
