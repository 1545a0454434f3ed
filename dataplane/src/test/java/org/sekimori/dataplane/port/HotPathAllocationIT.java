package org.sekimori.dataplane.port;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.agent.Instruments;
import org.sekimori.dataplane.agent.Pipeline;
import org.sekimori.dataplane.agent.PipelineOptions;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.agent.Transit;
import org.sekimori.dataplane.agent.VerdictListener;
import org.sekimori.dataplane.agent.WhatIfSource;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.event.DropCapture;
import org.sekimori.dataplane.event.DropSampler;
import org.sekimori.dataplane.event.EventOptions;
import org.sekimori.dataplane.event.EventReader;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.linux.RawWire;
import org.sekimori.dataplane.linux.RealtimeClock;
import org.sekimori.dataplane.linux.TestNamespace;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.profile.Profile;

/** The whole path, from the kernel's ring to the kernel's ring, allocates nothing per frame. */
class HotPathAllocationIT {
    private static final int WARM_UP_FRAMES = 100_000;
    private static final int MEASURED_FRAMES = 200_000;
    /** What a thread may allocate in all, for reasons of the JVM's own: far below one byte a frame. */
    private static final long SLACK_BYTES = 20_000;

    @Test
    void shouldAllocateNothingPerFrame() throws Exception {
        try (TestNamespace wan = TestNamespace.create("wan");
                TestNamespace box = TestNamespace.create("box");
                TestNamespace lan = TestNamespace.create("lan")) {
            TestNamespace.link(wan, "wanh0", box, "wan0");
            TestNamespace.link(lan, "lanh0", box, "lan0");
            AtomicBoolean done = new AtomicBoolean();
            Thread flood = new Thread(() -> wan.call(() -> flood(done)));
            flood.start();
            try {
                long allocated = box.call(HotPathAllocationIT::measure);
                assertThat(allocated)
                        .as("bytes allocated over " + MEASURED_FRAMES + " frames")
                        .isLessThan(SLACK_BYTES);
            } finally {
                done.set(true);
                flood.join();
            }
        }
    }

    private static Void flood(AtomicBoolean done) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            FrameBuilder line = i % 4 == 0 ? FrameBuilder.frame().vlan(0x8100, i + 1) : FrameBuilder.frame();
            int port = i % 2 == 0 ? 389 : 5000 + i;
            frames.add(line.ipv4("203.0.113." + i, "192.0.2.9")
                    .udp(4000 + i, port)
                    .payload("load")
                    .bytes());
        }
        try (RawWire wire = RawWire.open("wanh0")) {
            while (!done.get()) {
                frames.forEach(wire::send);
            }
        }
        return null;
    }

    private static long measure() throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        PipelineOptions options = PipelineOptions.DEFAULT;
        BoxFile file = BoxFile.inMemory(BoxFileShape.of(1));
        BoxCounters counters = file.counters("wan0", "lan0");
        try (AfPacketPort wan = TestPorts.open("wan0", options.ringSlots(), counters.port(0));
                AfPacketPort lan = TestPorts.open("lan0", options.ringSlots(), counters.port(1))) {
            wan.begin();
            lan.begin();
            PolicySource policies = new PolicySource(ShippedPolicy.table(), counters);
            WhatIfSource whatIfs = new WhatIfSource(options, file.counters(), file::whatIf);
            whatIfs.begin(Profile.DEFAULT_DROP.table(), 3600);
            Agent pipeline = new Pipeline(
                            options, new PortPair(wan, lan), policies, instruments(file, whatIfs), VerdictListener.NONE)
                    .sharedAgent();
            EventReader events = file.reader().events();
            work(pipeline, WARM_UP_FRAMES);
            // code that isn't compiled yet may have cost so much that the comparison ended itself
            whatIfs.begin(Profile.DEFAULT_DROP.table(), 3600);
            long self = Thread.currentThread().getId();
            threads.getThreadAllocatedBytes(self);
            long before = threads.getThreadAllocatedBytes(self);
            work(pipeline, MEASURED_FRAMES);
            long allocated = threads.getThreadAllocatedBytes(self) - before;
            assertThat(counters.port(1).value(PortCounter.TRANSMITTED_FRAMES))
                    .as("half of them passed")
                    .isGreaterThan((WARM_UP_FRAMES + MEASURED_FRAMES) / 3);
            assertThat(events.poll(event -> assertThat(event.captured()).isNotEmpty(), Integer.MAX_VALUE)
                            + events.lost())
                    .as("events, which carry what was dropped")
                    .isGreaterThan(1_000);
            assertThat(file.reader().whatIf().additionalFrames())
                    .as("frames another policy would drop")
                    .isGreaterThan(MEASURED_FRAMES / 3);
            assertThat(file.transit(0).count()).as("times measured").isGreaterThan(MEASURED_FRAMES / 3);
            assertThat(file.transit(0).sumNs() / file.transit(0).count())
                    .as("ns through the box: the stamps' clock and ours are one")
                    .isBetween(1_000L, 1_000_000_000L);
            return allocated;
        }
    }

    /** All that a live box has, a candidate that drops other frames, and events far more often than it lets through. */
    private static Instruments instruments(BoxFile file, WhatIfSource whatIfs) {
        EventOptions often = new EventOptions(10_000, 10_000, 100_000, 100_000, BoxFileShape.DEFAULT_EVENT_RING_BYTES);
        DropCapture capture = new DropCapture();
        capture.begin(DropCapture.MAX_SECONDS, DropCapture.MAX_SNAP_BYTES);
        return new Instruments(
                file.counters(),
                file.header()::heartbeat,
                worker -> new DropSampler(file.eventRing(worker), often, capture, System.nanoTime()),
                Optional.of(new Transit(file.transit(0), new RealtimeClock())),
                whatIfs);
    }

    private static void work(Agent pipeline, int frames) throws Exception {
        for (int done = 0; done < 3 * frames; ) {
            done += pipeline.doWork();
        }
    }
}
