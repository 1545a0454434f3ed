package org.sekimori.dataplane.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.agent.Attendance;
import org.sekimori.dataplane.agent.FaultListener;
import org.sekimori.dataplane.agent.Heartbeat;
import org.sekimori.dataplane.agent.Instruments;
import org.sekimori.dataplane.agent.OriginTally;
import org.sekimori.dataplane.agent.Pipeline;
import org.sekimori.dataplane.agent.PipelineOptions;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.agent.VerdictListener;
import org.sekimori.dataplane.agent.WhatIfSource;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.event.DropListener;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.linux.RawWire;
import org.sekimori.dataplane.linux.TestNamespace;
import org.sekimori.dataplane.port.AfPacketPort;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.port.TestPorts;
import org.sekimori.policy.Verdict;

/**
 * Two policies that say the opposite of each other take turns a thousand times while a flood fills the rings: every frame
 * has the verdict of the policy its epoch names, and no memory is left behind.
 */
class PolicyMixtureIT {
    private static final int PUBLISHES = 1_000;
    /** Frames between two publishes at least, so that each policy judges some. */
    private static final int FRAMES_APART = 300;
    /** What the heap may have grown by after a garbage collection: far less than a policy a publish. */
    private static final long SLACK_BYTES = 2_000_000;

    /** Pairs of addresses, so that each pipeline has some. */
    private static final int PAIRS = 64;

    private final List<Tally> tallies = new ArrayList<>();
    private final AtomicBoolean done = new AtomicBoolean();

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldJudgeNoFrameByAMixture(int pipelines) throws Exception {
        try (TestNamespace wan = TestNamespace.create("wan");
                TestNamespace box = TestNamespace.create("box");
                TestNamespace lan = TestNamespace.create("lan")) {
            TestNamespace.link(wan, "wanh0", box, "wan0");
            TestNamespace.link(lan, "lanh0", box, "lan0");
            Thread flood = new Thread(() -> wan.call(this::flood));
            flood.start();
            try {
                box.call(() -> reloadUnderLoad(pipelines));
            } finally {
                done.set(true);
                flood.join();
            }
        }
        for (Tally tally : tallies) {
            System.out.printf(
                    "%,d reloads, %,d frames, %,d of them dropped: %d mixtures%n",
                    PUBLISHES, tally.frames, tally.dropped, tally.mixtures);
            assertThat(tally.mixtures).isZero();
            assertThat(tally.dropped).isBetween(tally.frames / 10, tally.frames * 9 / 10);
        }
    }

    private Void flood() {
        List<byte[]> frames = IntStream.range(0, PAIRS)
                .mapToObj(host -> FrameBuilder.frame()
                        .ipv4("203.0.113." + host, "192.0.2.9")
                        .udp(4000, 5000)
                        .payload("load")
                        .bytes())
                .toList();
        try (RawWire wire = RawWire.open("wanh0")) {
            while (!done.get()) {
                frames.forEach(wire::send);
            }
        }
        return null;
    }

    private Void reloadUnderLoad(int pipelines) throws Exception {
        PipelineOptions options = PipelineOptions.DEFAULT;
        BoxCounters counters = new BoxCounters("wan0", "lan0", pipelines);
        StartPolicy start = StartPolicy.chosen(Images.table(Images.closed("closed")));
        PolicySource policies = new PolicySource(start.table(), counters);
        PolicyKeeper keeper = new PolicyKeeper(policies, start, Optional.empty(), PolicyListener.NONE);
        List<Thread> workers = new ArrayList<>();
        try (AfPacketPort wan = TestPorts.open("wan0", options.ringSlots(), of(counters.port(0), pipelines));
                AfPacketPort lan = TestPorts.open("lan0", options.ringSlots(), of(counters.port(1), pipelines))) {
            wan.begin();
            lan.begin();
            for (int i = 0; i < pipelines; i++) {
                Tally tally = new Tally();
                tallies.add(tally);
                PortPair lanes = new PortPair(wan.lane(i), lan.lane(i));
                Agent pipeline = new Pipeline(options, lanes, policies, instruments(counters, i), tally).sharedAgent();
                workers.add(new Thread(() -> work(pipeline, tally)));
            }
            workers.forEach(Thread::start);
            try {
                measure(keeper);
            } finally {
                done.set(true);
                for (Thread worker : workers) {
                    worker.join();
                }
            }
        }
        return null;
    }

    private static List<PortCounters> of(PortCounters port, int pipelines) {
        return IntStream.range(0, pipelines).mapToObj(port::addingAt).toList();
    }

    private static Instruments instruments(BoxCounters counters, int firstWorker) {
        return new Instruments(
                counters,
                Heartbeat.NONE,
                worker -> DropListener.NONE,
                Optional.empty(),
                WhatIfSource.NONE,
                FaultListener.RETHROWING,
                worker -> new OriginTally(),
                firstWorker,
                Attendance.ALWAYS);
    }

    private void measure(PolicyKeeper keeper) {
        List<byte[]> images = List.of(Images.open("open"), Images.closed("closed"));
        publish(keeper, images, PUBLISHES / 10);
        long before = heapAfterCollection();
        publish(keeper, images, PUBLISHES);
        long after = heapAfterCollection();
        System.out.printf("heap after a collection: %,d bytes before, %,d after%n", before, after);
        assertThat(after - before).isLessThan(SLACK_BYTES);
    }

    /** Odd epochs are closed, even ones open. */
    private void publish(PolicyKeeper keeper, List<byte[]> images, int times) {
        for (int i = 0; i < times; i++) {
            keeper.push(images.get(i % 2), 0);
            for (Tally tally : tallies) {
                long wanted = tally.frames + FRAMES_APART;
                while (tally.frames < wanted && !done.get()) {
                    LockSupport.parkNanos(1);
                }
            }
        }
    }

    private static long heapAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void work(Agent pipeline, Tally tally) {
        try {
            while (!done.get()) {
                pipeline.doWork();
            }
        } catch (Exception fault) {
            tally.mixtures++;
            throw new IllegalStateException(fault);
        }
    }

    /** Compares every verdict with what the policy of its epoch says. Written by its pipeline's thread. */
    private static final class Tally implements VerdictListener {
        volatile long frames;
        long dropped;
        long mixtures;

        @Override
        public void onVerdict(FrameSlot slot) {
            if (slot.ingress() != 0) {
                return;
            }
            boolean drop = Verdict.isDrop(slot.verdict());
            boolean closed = (slot.epoch() & 1) == 1;
            mixtures += drop == closed ? 0 : 1;
            dropped += drop ? 1 : 0;
            frames = frames + 1;
        }
    }
}
