package org.sekimori.dataplane.agent;

import org.sekimori.dataplane.frame.FrameDecoder;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.whatif.WhatIfTally;
import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.Verdict;

/**
 * Judges frames by a candidate policy, in a slot and with memory of its own, and tallies where its verdict is another than
 * the one in force. Made by whoever begins the first comparison; then one worker's own, for all comparisons to come.
 */
final class CandidateJudge {
    private static final Direction[] DIRECTION_BY_INGRESS = {Direction.INBOUND, Direction.OUTBOUND};

    private final FrameSlot trial = new FrameSlot();
    private final FrameDecoder decoder = new FrameDecoder();
    private final MatchFields fields = new MatchFields();
    private final FrameJudge judge;
    private final WorkerMemory memory;
    private final WhatIfTally tally;
    private final CostGauge gauge;
    private ActivePolicy active;
    private ActivePolicy candidate;
    /** Whether the comparison costs this worker too much. */
    private boolean isOver;

    private boolean isOverTold;

    /** With a judge, its memory and a gauge that nobody else uses. */
    CandidateJudge(FrameJudge judge, WorkerMemory memory, WhatIfTally tally, CostGauge gauge) {
        this.gauge = gauge;
        this.judge = judge;
        this.memory = memory;
        this.tally = tally;
    }

    /** A duty cycle begins; returns whether frames are to be compared. */
    boolean beginBatch(Comparison comparison, ActivePolicy inForce, long nowNs) {
        active = inForce;
        candidate = comparison.candidate();
        if (!tally.isOf(comparison.run())) {
            tally.begin(comparison.run());
            memory.interrupt();
            gauge.begin(nowNs);
            isOver = false;
            isOverTold = false;
        }
        tellCost(nowNs);
        if (!isOver) {
            judge.beginBatch(candidate, nowNs);
        }
        return !isOver;
    }

    private void tellCost(long nowNs) {
        if (isOverTold) {
            return;
        }
        boolean isSecond = gauge.beginBatch(nowNs);
        if (isSecond || isOver) {
            tally.cost(gauge.frameNs(), gauge.sharePerMille(nowNs));
            gauge.restart(nowNs);
        }
        if (isOver) {
            tally.tooMuch();
            isOverTold = true;
        }
    }

    /** Whether a comparison of that number costs this worker too much; for any thread. */
    boolean isTooCostly(long run) {
        return tally.isTooMuch(run);
    }

    /** The frame of that slot has the verdict in force, which stays as it is. Returns whether more are to be compared. */
    boolean compare(FrameSlot slot) {
        if (gauge.isTimed()) {
            long startNs = gauge.start();
            judge(slot);
            gauge.stop(startNs);
            isOver = gauge.isOver();
        } else {
            judge(slot);
        }
        return !isOver;
    }

    private void judge(FrameSlot slot) {
        trial.frame().wrap(slot.frame());
        trial.received(slot.wireLength(), slot.timestampNs(), slot.receiveIndex());
        trial.linkType(slot.linkType());
        trial.ingress(slot.ingress());
        judge.judge(trial);
        tally.compared(slot.wireLength());
        boolean drops = Verdict.isDrop(trial.verdict());
        if (drops != Verdict.isDrop(slot.verdict())) {
            tell(slot, drops);
        }
    }

    private void tell(FrameSlot slot, boolean drops) {
        fields.direction(DIRECTION_BY_INGRESS[slot.ingress()]);
        decoder.decode(slot.frame(), slot.wireLength(), slot.linkType(), fields);
        int candidateRule = counter(candidate, trial.verdict());
        int activeRule = counter(active, slot.verdict());
        if (drops) {
            tally.additional(fields, slot.wireLength(), candidateRule, activeRule);
        } else {
            tally.stopped(fields, slot.wireLength(), candidateRule, activeRule);
        }
    }

    private static int counter(ActivePolicy policy, int verdict) {
        int rule = Verdict.ruleIndex(verdict);
        return rule == Verdict.NO_RULE ? Verdict.NO_RULE : policy.ruleCounters()[rule];
    }
}
