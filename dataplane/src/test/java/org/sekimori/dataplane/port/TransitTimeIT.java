package org.sekimori.dataplane.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.agent.Instruments;
import org.sekimori.dataplane.agent.Pipeline;
import org.sekimori.dataplane.agent.PipelineOptions;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.agent.Transit;
import org.sekimori.dataplane.agent.VerdictListener;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.TransitHistogram;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.linux.RawWire;
import org.sekimori.dataplane.linux.RealtimeClock;
import org.sekimori.dataplane.linux.StampedTap;
import org.sekimori.dataplane.linux.TestNamespace;
import org.sekimori.policy.ShippedPolicy;

/** The box's own measure of the time frames take is held against the kernel's stamps at both of its ends. */
class TransitTimeIT {
    private static final int FRAMES = 2_000;
    private static final int WARM_UP_FRAMES = 2_000;
    private static final long TOLERANCE_NS = 10_000;

    @Test
    void shouldBeRightToTenMicrosecondsAgainstStampsOutside() throws Exception {
        try (TestNamespace wan = TestNamespace.create("wan");
                TestNamespace box = TestNamespace.create("box");
                TestNamespace lan = TestNamespace.create("lan")) {
            TestNamespace.link(wan, "wanh0", box, "wan0");
            TestNamespace.link(lan, "lanh0", box, "lan0");
            BoxFile file = BoxFile.inMemory(BoxFileShape.of(1));
            try (RawWire sender = wan.call(() -> RawWire.open("wanh0"));
                    StampedTap arrival = box.call(() -> StampedTap.open("wan0"));
                    StampedTap departure = lan.call(() -> StampedTap.open("lanh0"));
                    PortPair ports = box.call(() -> ports(file))) {
                Agent pipeline = pipeline(ports, file);
                long[] differences = differences(sender, arrival, departure, pipeline, file.transit(0));
                Arrays.sort(differences);
                assertThat(differences[FRAMES / 2])
                        .as("ns the box's measure differs from the stamps', the median of " + FRAMES + " frames")
                        .isLessThan(TOLERANCE_NS);
            }
        }
    }

    private static PortPair ports(BoxFile file) {
        BoxCounters counters = file.counters("wan0", "lan0");
        int slots = PipelineOptions.DEFAULT.ringSlots();
        AfPacketPort wan = TestPorts.open("wan0", slots, counters.port(0));
        AfPacketPort lan = TestPorts.open("lan0", slots, counters.port(1));
        wan.begin();
        lan.begin();
        return new PortPair(wan, lan);
    }

    private static Agent pipeline(PortPair ports, BoxFile file) {
        Instruments counting = Instruments.counting(file.counters());
        Instruments timing = new Instruments(
                counting.counters(),
                counting.heartbeat(),
                counting.drops(),
                Optional.of(new Transit(file.transit(0), new RealtimeClock())),
                counting.whatIfs());
        PolicySource policies = new PolicySource(ShippedPolicy.table(), file.counters());
        return new Pipeline(PipelineOptions.DEFAULT, ports, policies, timing, VerdictListener.NONE).sharedAgent();
    }

    /** One frame at a time: how far apart the two measures of it are. */
    private static long[] differences(
            RawWire sender, StampedTap arrival, StampedTap departure, Agent pipeline, TransitHistogram histogram)
            throws Exception {
        byte[] frame = FrameBuilder.frame()
                .ipv4("203.0.113.1", "192.0.2.9")
                .udp(4000, 5000)
                .payload("timed")
                .bytes();
        long[] differences = new long[FRAMES];
        for (int i = -WARM_UP_FRAMES; i < FRAMES; i++) {
            long framesBefore = histogram.count();
            long sumBeforeNs = histogram.sumNs();
            sender.send(frame);
            while (histogram.count() == framesBefore) {
                pipeline.doWork();
            }
            long insideNs = histogram.sumNs() - sumBeforeNs;
            long outsideNs = departure.next() - arrival.next();
            if (i >= 0) {
                differences[i] = Math.abs(insideNs - outsideNs);
            }
        }
        return differences;
    }
}
