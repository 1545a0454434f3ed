package org.sekimori.dataplane.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.linux.RawWire;
import org.sekimori.dataplane.linux.TestNamespace;

/** When a port's frames begin to come in. */
class PortBeginIT {
    private static final int SLOTS = 64;
    private static final byte[] EARLY = frame("early");
    private static final byte[] LATE = frame("late");

    private static byte[] frame(String text) {
        return FrameBuilder.frame()
                .ipv4("203.0.113.1", "192.0.2.9")
                .udp(4000, 5000)
                .payload(text)
                .bytes();
    }

    @Test
    @Timeout(20)
    void shouldTakeNothingBeforeItIsRead() throws Exception {
        try (TestNamespace far = TestNamespace.create("far");
                TestNamespace box = TestNamespace.create("box")) {
            TestNamespace.link(far, "far0", box, "near0");
            box.call(() -> {
                try (AfPacketPort port = TestPorts.open("near0", SLOTS, new BoxCounters("near0", "-", 1).port(0))) {
                    send(far, EARLY);
                    port.begin();
                    send(far, LATE);
                    assertThat(firstOf(port, EARLY, LATE)).isEqualTo(LATE);
                }
                return null;
            });
        }
    }

    private static void send(TestNamespace far, byte[] frame) throws InterruptedException {
        Thread sender = new Thread(() -> far.call(() -> {
            try (RawWire wire = RawWire.open("far0")) {
                wire.send(frame);
            }
            return null;
        }));
        sender.start();
        sender.join();
    }

    /** The first to come in of these two; what else is on the line is none of ours. */
    private static byte[] firstOf(AfPacketPort port, byte[] one, byte[] other) {
        FrameSlot slot = new FrameSlot();
        while (true) {
            if (port.receiver().receive(slot)) {
                byte[] bytes = new byte[slot.captureLength()];
                slot.frame().getBytes(0, bytes);
                port.receiver().release(slot);
                if (Arrays.equals(bytes, one) || Arrays.equals(bytes, other)) {
                    return bytes;
                }
            }
        }
    }
}
