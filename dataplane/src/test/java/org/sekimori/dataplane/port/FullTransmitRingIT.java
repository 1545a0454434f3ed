package org.sekimori.dataplane.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.Box;
import org.sekimori.dataplane.BoxOptions;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.linux.RawWire;
import org.sekimori.dataplane.linux.TestNamespace;
import org.sekimori.dataplane.linux.TestTap;
import org.sekimori.policy.ShippedPolicy;

/** A line that takes no frames any more costs the frames that go there, and nothing of the other direction. */
class FullTransmitRingIT {
    private static final int FLOOD_FRAMES = 30_000;
    private static final int HONEST_FRAMES = 2_000;

    @Test
    void shouldNotDelayTheOtherDirection() throws Exception {
        try (TestNamespace wan = TestNamespace.create("wan");
                TestNamespace box = TestNamespace.create("box");
                TestTap tap = box.call(() -> TestTap.open("lan0"))) {
            TestNamespace.link(wan, "wanh0", box, "wan0");
            box.exec("ip", "link", "set", "lan0", "up");
            BoxFile file = BoxFile.inMemory(BoxFileShape.of(1));
            BoxCounters counters = file.counters("wan0", "lan0");
            try (Box running = box.call(() -> start(file))) {
                assertThat(running.silence()).isNotEmpty();
                wan.call(() -> send(FLOOD_FRAMES));
                await(() -> counters.port(0).value(PortCounter.RECEIVED_FRAMES) > FLOOD_FRAMES / 2);
                for (byte[] frame : frames(HONEST_FRAMES)) {
                    tap.write(frame);
                }
                await(() -> counters.port(0).value(PortCounter.TRANSMITTED_FRAMES) == HONEST_FRAMES);
            }
            long arrived = Long.parseLong(wan.exec("cat", "/sys/class/net/wanh0/statistics/rx_packets")
                    .trim());
            assertThat(arrived).isEqualTo(HONEST_FRAMES);
            long reached = counters.port(1).value(PortCounter.TRANSMITTED_FRAMES);
            long dropped = Long.parseLong(
                    box.exec("cat", "/sys/class/net/lan0/statistics/tx_dropped").trim());
            assertThat(counters.port(1).value(PortCounter.TRANSMIT_RING_FULL) + dropped)
                    .as("frames lost on the full line, of " + reached + " taken")
                    .isPositive();
        }
    }

    private static Box start(BoxFile file) {
        BoxCounters counters = file.counters();
        BoxOptions options = BoxOptions.defaults();
        AfPacketPort wan = TestPorts.open("wan0", options.portSlots(), counters.port(0));
        AfPacketPort lan = TestPorts.open("lan0", options.portSlots(), counters.port(1));
        Box box = new Box(
                options,
                new PortPair(wan, lan),
                new PolicySource(ShippedPolicy.table(), counters),
                file,
                Throwable::printStackTrace);
        box.start();
        return box;
    }

    private static Void send(int count) {
        try (RawWire wire = RawWire.open("wanh0")) {
            frames(count).forEach(wire::send);
        }
        return null;
    }

    private static List<byte[]> frames(int count) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(FrameBuilder.frame()
                    .ipv4("198.51.100.7", "192.0.2.9")
                    .udp(4000, 5000 + i % 1000)
                    .payload("load")
                    .bytes());
        }
        return frames;
    }

    private static void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within 20 s").isLessThan(deadlineNs);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
