package org.sekimori.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.event.DropListener;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.port.MemoryPort;
import org.sekimori.dataplane.whatif.WhatIfCounters;
import org.sekimori.dataplane.whatif.WhatIfTally;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.text.PolicyReader;

/** What becomes of a frame at which a part of the pipeline fails, and of those behind it. */
class FaultyFrameTest {
    private static final PipelineOptions SMALL = new PipelineOptions(64, 16, 1);
    private static final byte[] POISON = "poison".getBytes(StandardCharsets.US_ASCII);
    private static final long NO_TIME_NS = 0;

    private final MemoryPort wan = new MemoryPort("wan");
    private final MemoryPort lan = new MemoryPort("lan");
    private final RecordedFaults faults = new RecordedFaults();
    private final List<Integer> told = new ArrayList<>();
    private Supplier<Throwable> fault = () -> new IllegalStateException("poisoned");
    private BoxCounters counters;
    private WhatIfSource whatIfs = WhatIfSource.NONE;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldDropAFrameThatCantBeJudgedCountItAndGoOn(int workers) throws Exception {
        Agent pipeline =
                pipeline(SMALL.withWorkerCount(workers), ShippedPolicy.table()).sharedAgent();
        List<byte[]> honest = arrive(500);
        runDry(pipeline);
        assertOnlyPoisonIsLost(honest);
    }

    @Test
    void shouldGoOnWithAThreadForEachAgent() throws Exception {
        Pipeline pipeline = pipeline(SMALL.withWorkerCount(2), ShippedPolicy.table());
        List<byte[]> honest = arrive(500);
        AtomicBoolean stop = new AtomicBoolean();
        List<Throwable> ends = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (Agent agent : pipeline.agents()) {
            Thread thread = new Thread(() -> work(agent, stop, ends));
            thread.start();
            threads.add(thread);
        }
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (counters.direction(0, Kind.PASSED) + counters.direction(0, Kind.DROPPED) < 550
                && System.nanoTime() - deadlineNs < 0) {
            Thread.onSpinWait();
        }
        while (!pipeline.isEmpty() && System.nanoTime() - deadlineNs < 0) {
            Thread.onSpinWait();
        }
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(ends).isEmpty();
        assertOnlyPoisonIsLost(honest);
    }

    private static void work(Agent agent, AtomicBoolean stop, List<Throwable> ends) {
        try {
            while (!stop.get()) {
                if (agent.doWork() == 0) {
                    Thread.yield();
                }
            }
        } catch (Exception end) {
            synchronized (ends) {
                ends.add(end);
            }
        }
    }

    @Test
    void shouldSurviveErrorsToo() throws Exception {
        fault = FaultyFrameTest::stackOverflow;
        Agent pipeline = pipeline(SMALL, ShippedPolicy.table()).sharedAgent();
        List<byte[]> honest = arrive(10);
        runDry(pipeline);
        assertOnlyPoisonIsLost(honest);
    }

    private static Throwable stackOverflow() {
        try {
            return endless(0);
        } catch (StackOverflowError found) {
            return found;
        }
    }

    private static Throwable endless(int depth) {
        return depth < 0 ? new IllegalStateException() : endless(depth + 1);
    }

    private void assertOnlyPoisonIsLost(List<byte[]> honest) {
        int poisoned = honest.size() / 10;
        assertThat(lan.departed()).containsExactlyElementsOf(honest);
        assertThat(wan.released())
                .containsExactlyElementsOf(
                        IntStream.range(0, honest.size() + poisoned).boxed().toList());
        assertThat(counters.direction(0, Kind.DROPPED)).isEqualTo(poisoned);
        assertThat(counters.reason(Reason.INTERNAL_ERROR, Kind.DROPPED)).isEqualTo(poisoned);
        assertThat(faults.frames).hasSize(poisoned);
        assertThat(faults.standstills).isEmpty();
    }

    @Test
    void shouldTellOfTheFrameAsADropForThatReason() throws Exception {
        Agent pipeline = pipeline(SMALL, ShippedPolicy.table()).sharedAgent();
        wan.arrive(poison());
        runDry(pipeline);
        assertThat(told).containsExactly(Reason.INTERNAL_ERROR.ordinal());
    }

    @Test
    void shouldLetItPassWhereThePolicyOnlyWatches() throws Exception {
        Agent pipeline = pipeline(
                        SMALL,
                        policy("mode: monitor\nrules:\n"
                                + "  - {name: cldap, direction: inbound, protocol: udp, destination-ports: 389}"))
                .sharedAgent();
        wan.arrive(poison());
        runDry(pipeline);
        assertThat(lan.departed()).containsExactly(poison());
        assertThat(counters.reason(Reason.INTERNAL_ERROR, Kind.MONITORED)).isEqualTo(1);
    }

    @Test
    void shouldEndTheComparisonAndNotTheFrameWhereACandidateFails() throws Exception {
        counters = new BoxCounters("wan", "lan", 1);
        UnsafeBuffer board = new UnsafeBuffer(new byte[WhatIfTally.LENGTH]);
        // the worker's tally is cut off, the board is whole: begin() asks for the tallies first
        List<UnsafeBuffer> parts = new ArrayList<>(List.of(new UnsafeBuffer(new byte[16])));
        whatIfs = new WhatIfSource(SMALL, counters, worker -> parts.isEmpty() ? board : parts.remove(0));
        whatIfs.begin(ShippedPolicy.table(), 3600);
        Agent pipeline = pipeline(SMALL, ShippedPolicy.table()).sharedAgent();
        byte[] frame = udp(1, "honest");
        wan.arrive(frame);
        runDry(pipeline);
        assertThat(lan.departed()).containsExactly(frame);
        assertThat(whatIfs.isComparing()).isFalse();
        assertThat(new WhatIfCounters(List.of(board), rule -> "").isRunning())
                .as("announced")
                .isFalse();
        assertThat(faults.candidates).hasSize(1);
        assertThat(faults.frames).isEmpty();
    }

    @Test
    void shouldLoseOneFrameWhereSendingFails() throws Exception {
        lan.failAt(POISON);
        Agent pipeline = pipeline(SMALL, policy("rules: []")).sharedAgent();
        List<byte[]> honest = arrive(100);
        runDry(pipeline);
        assertThat(lan.departed()).containsExactlyElementsOf(honest);
        assertThat(wan.released()).hasSize(110);
        assertThat(faults.frames).hasSize(10);
    }

    @Test
    void shouldStandStillOnlyAfterManyFaultsInARowForSeconds() {
        FaultStreak streak = new FaultStreak(faults);
        Throwable any = new IllegalStateException();
        for (int i = 0; i < 10 * FaultStreak.STANDSTILL_FRAMES; i++) {
            streak.add(any, NO_TIME_NS);
        }
        assertThat(faults.standstills).as("a burst").isEmpty();
        streak.add(any, FaultStreak.STANDSTILL_NS);
        assertThat(faults.standstills).hasSize(1);
        streak.end();
        for (int i = 1; i < FaultStreak.STANDSTILL_FRAMES; i++) {
            streak.add(any, i * FaultStreak.STANDSTILL_NS);
        }
        assertThat(faults.standstills).as("a frame went well in between").hasSize(1);
    }

    private Pipeline pipeline(PipelineOptions options, PolicyTable table) {
        if (counters == null) {
            counters = new BoxCounters("wan", "lan", options.judgeCount());
        }
        Instruments instruments = new Instruments(
                counters, Heartbeat.NONE, worker -> new FailingListener(), Optional.empty(), whatIfs, faults, 0);
        PolicySource policies = new PolicySource(table, counters);
        return new Pipeline(options, new PortPair(wan, lan), policies, instruments, VerdictListener.NONE);
    }

    /** Honest frames, with a poisoned one before every tenth. */
    private List<byte[]> arrive(int count) {
        List<byte[]> honest = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (i % 10 == 0) {
                wan.arrive(poison());
            }
            byte[] frame = udp(i, "honest");
            honest.add(frame);
            wan.arrive(frame);
        }
        return honest;
    }

    private static byte[] poison() {
        return FrameBuilder.frame()
                .ipv4("203.0.113.7", "192.0.2.9")
                .udp(4000, 389)
                .payload(new String(POISON, StandardCharsets.US_ASCII))
                .bytes();
    }

    private static byte[] udp(int source, String payload) {
        return FrameBuilder.frame()
                .ipv4("203.0.113." + source % 250, "192.0.2.9")
                .udp(4000, 5000)
                .payload(payload + source)
                .bytes();
    }

    private static PolicyTable policy(String body) {
        return PolicyTable.over(PolicyCompiler.compile(PolicyReader.read("test", "version: 1\nname: test\n" + body)
                .policy()
                .orElseThrow()));
    }

    private static void runDry(Agent pipeline) throws Exception {
        while (pipeline.doWork() > 0) {}
    }

    /** A part of the judge that fails at what a rule drops. */
    private final class FailingListener implements DropListener {
        @Override
        public void beginBatch(long nowNs, long epoch, boolean isMonitorOnly) {}

        @Override
        public void onDrop(FrameSlot slot, MatchFields packet, int ruleCounter, int reason) {
            if (reason != Reason.INTERNAL_ERROR.ordinal()) {
                throw sneaky(fault.get());
            }
            synchronized (told) {
                told.add(reason);
            }
        }

        private static RuntimeException sneaky(Throwable thrown) {
            if (thrown instanceof Error error) {
                throw error;
            }
            return (RuntimeException) thrown;
        }
    }

    private static final class RecordedFaults implements FaultListener {
        private final List<Throwable> frames = new ArrayList<>();
        private final List<Throwable> candidates = new ArrayList<>();
        private final List<Throwable> standstills = new ArrayList<>();

        @Override
        public synchronized void onFrame(Throwable thrown) {
            frames.add(thrown);
        }

        @Override
        public synchronized void onCandidate(Throwable thrown) {
            candidates.add(thrown);
        }

        @Override
        public synchronized void onStandstill(Throwable thrown) {
            standstills.add(thrown);
        }
    }
}
