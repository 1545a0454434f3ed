package org.sekimori.dataplane.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.agent.Pipeline;
import org.sekimori.dataplane.agent.PipelineOptions;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.agent.VerdictListener;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.linux.RawWire;
import org.sekimori.dataplane.linux.TestNamespace;
import org.sekimori.dataplane.port.AfPacketPort;
import org.sekimori.dataplane.port.FrameSlot;
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

    private final Tally tally = new Tally();
    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void shouldJudgeNoFrameByAMixture() throws Exception {
        try (TestNamespace wan = TestNamespace.create("wan");
                TestNamespace box = TestNamespace.create("box");
                TestNamespace lan = TestNamespace.create("lan")) {
            TestNamespace.link(wan, "wanh0", box, "wan0");
            TestNamespace.link(lan, "lanh0", box, "lan0");
            Thread flood = new Thread(() -> wan.call(this::flood));
            flood.start();
            try {
                box.call(this::reloadUnderLoad);
            } finally {
                done.set(true);
                flood.join();
            }
        }
        System.out.printf(
                "%,d reloads, %,d frames, %,d of them dropped: %d mixtures%n",
                PUBLISHES, tally.frames, tally.dropped, tally.mixtures);
        assertThat(tally.mixtures).isZero();
        assertThat(tally.dropped).isBetween(tally.frames / 10, tally.frames * 9 / 10);
    }

    private Void flood() {
        byte[] frame = FrameBuilder.frame()
                .ipv4("203.0.113.7", "192.0.2.9")
                .udp(4000, 5000)
                .payload("load")
                .bytes();
        try (RawWire wire = RawWire.open("wanh0")) {
            while (!done.get()) {
                wire.send(frame);
            }
        }
        return null;
    }

    private Void reloadUnderLoad() throws Exception {
        PipelineOptions options = PipelineOptions.DEFAULT;
        BoxCounters counters = new BoxCounters("wan0", "lan0", 1);
        StartPolicy start = StartPolicy.chosen(Images.table(Images.closed("closed")));
        PolicySource policies = new PolicySource(start.table(), counters);
        PolicyKeeper keeper = new PolicyKeeper(policies, start, Optional.empty(), PolicyListener.NONE);
        try (AfPacketPort wan = AfPacketPort.open("wan0", options.ringSlots(), counters.port(0));
                AfPacketPort lan = AfPacketPort.open("lan0", options.ringSlots(), counters.port(1))) {
            wan.begin();
            lan.begin();
            Agent pipeline = new Pipeline(options, new PortPair(wan, lan), policies, counters, tally).sharedAgent();
            Thread worker = new Thread(() -> work(pipeline));
            worker.start();
            try {
                measure(keeper);
            } finally {
                done.set(true);
                worker.join();
            }
        }
        return null;
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
            long wanted = tally.frames + FRAMES_APART;
            while (tally.frames < wanted && !done.get()) {
                LockSupport.parkNanos(1);
            }
        }
    }

    private static long heapAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private void work(Agent pipeline) {
        try {
            while (!done.get()) {
                pipeline.doWork();
            }
        } catch (Exception fault) {
            tally.mixtures++;
            throw new IllegalStateException(fault);
        }
    }

    /** Compares every verdict with what the policy of its epoch says. Written by the pipeline's thread. */
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
