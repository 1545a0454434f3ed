package org.sekimori.policy;

import java.util.ArrayList;
import java.util.List;

/** Answers as the packet's own numbers say, always alike, and writes down what it is told and asked. */
public final class ModelMemory implements PacketMemory {
    private final List<Integer> monitored = new ArrayList<>();
    private final List<Integer> limitsAsked = new ArrayList<>();

    /** Rules in monitor mode that matched, in order. */
    public List<Integer> monitored() {
        return monitored;
    }

    /** Rules whose limit or allowance was asked, in order: each question takes a token. */
    public List<Integer> limitsAsked() {
        return limitsAsked;
    }

    @Override
    public void onMonitorMatch(int ruleIndex) {
        monitored.add(ruleIndex);
    }

    @Override
    public boolean isSolicited(MatchFields fields) {
        return (fields.sourcePort() + fields.destinationPort() + fields.sourceKind()) % 2 == 0;
    }

    @Override
    public boolean exceedsLimit(int ruleIndex, MatchFields fields) {
        limitsAsked.add(ruleIndex);
        return (ruleIndex + fields.sourcePort()) % 2 == 0;
    }

    @Override
    public boolean exceedsAllowance(int ruleIndex, MatchFields fields) {
        limitsAsked.add(ruleIndex);
        return (ruleIndex + fields.sourcePort()) % 3 == 0;
    }
}
