package org.sekimori.dataplane.agent;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.dataplane.event.DropCapture;
import org.sekimori.dataplane.event.DropEvent;
import org.sekimori.dataplane.event.DropSampler;
import org.sekimori.dataplane.event.EventOptions;
import org.sekimori.dataplane.event.EventReader;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.state.MemoryKind;
import org.sekimori.dataplane.state.StateOptions;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.text.PolicyReader;
import org.sekimori.policy.text.PolicyReading;

/** A judge on a bench: frames go in one by one, at times the test chooses, and answers come out as words. */
final class JudgeBench {
    private static final long SEED = 42;
    /** A small part of a box's memory is made faster, and holds a test's frames as well. */
    private static final int PARTS = 64;

    private static final int WAN = 0;
    private static final int LAN = 1;

    private static final EventOptions ALL = new EventOptions(100_000, 100_000, 100_000, 100_000, 1 << 18);

    private final BoxFile file = BoxFile.inMemory(BoxFileShape.of(1));
    private final BoxCounters counters = file.counters("wan", "lan");
    private final EventReader events = file.reader().events();
    private final PolicySource policies;
    private final WorkerMemory memory;
    private final FrameJudge judge;
    private final FrameSlot slot = new FrameSlot();
    private long nowNs = 1;

    JudgeBench(PolicyTable table) {
        this(table, StateOptions.DEFAULT.divided(PARTS));
    }

    /** A bench with that much memory. */
    JudgeBench(PolicyTable table, StateOptions options) {
        VerdictCounters tally = counters.worker(0);
        policies = new PolicySource(table, counters);
        memory = new WorkerMemory(options, SEED, FrameClock.MACHINE, tally);
        judge = new FrameJudge(tally, memory, new DropSampler(file.eventRing(0), ALL, new DropCapture(), 0));
    }

    /** A bench with a policy of these lines behind the version. */
    static JudgeBench of(String text) {
        return new JudgeBench(table(text));
    }

    static PolicyTable table(String text) {
        PolicyReading reading = PolicyReader.read("test", "version: 1\n" + text);
        return PolicyTable.over(
                PolicyCompiler.compile(reading.policy().orElseThrow(() -> new AssertionError(reading.findings()))));
    }

    void swap(String text) {
        policies.publish(table(text));
    }

    void passSeconds(double seconds) {
        nowNs += (long) (seconds * 1e9);
    }

    /** How many flows are remembered. */
    long flows() {
        return memory.tallies().get(MemoryKind.FLOWS).size();
    }

    BoxCounters counters() {
        return counters;
    }

    /** What was told of dropped frames since this was asked last. */
    List<DropEvent> events() {
        List<DropEvent> told = new ArrayList<>();
        events.poll(told::add, Integer.MAX_VALUE);
        return told;
    }

    String inbound(FrameBuilder frame) {
        return judge(frame.bytes(), WAN);
    }

    String outbound(FrameBuilder frame) {
        return judge(frame.bytes(), LAN);
    }

    String outbound(byte[] frame) {
        return judge(frame, LAN);
    }

    String inbound(byte[] frame) {
        return judge(frame, WAN);
    }

    /** {@code pass} or {@code drop}, then what decided: {@code rule}, {@code (reason)}, both or neither. */
    private String judge(byte[] frame, int ingress) {
        judge.beginBatch(policies.current(), nowNs);
        slot.frame().wrap(new UnsafeBuffer(frame));
        slot.received(frame.length, nowNs, 0);
        slot.ingress(ingress);
        judge.judge(slot);
        int rule = Verdict.ruleIndex(slot.verdict());
        String word = Verdict.isDrop(slot.verdict()) ? "drop" : "pass";
        String ruleName =
                rule == Verdict.NO_RULE ? "" : " " + policies.current().table().ruleName(rule);
        Reason reason = Reason.of(slot.reason());
        return word + ruleName + (reason == Reason.NONE ? "" : " (" + reason.word() + ")");
    }
}
