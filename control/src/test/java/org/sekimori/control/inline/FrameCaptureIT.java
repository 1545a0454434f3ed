package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.linux.RawWire;
import org.sekimori.dataplane.linux.TestNamespace;

/** The judge itself: it misses nothing of a burst. */
class FrameCaptureIT {
    private static final int BURST = 800;
    private static final int LENGTH = 1_200;
    private static final int NUMBER_AT = 60;

    @Test
    void shouldSeeAllOfABurstWhenPrompt() {
        try (TestNamespace sender = TestNamespace.create("burst");
                TestNamespace receiver = TestNamespace.create("seen")) {
            TestNamespace.link(sender, "out0", receiver, "in0");
            try (FrameCapture capture = FrameCapture.startPrompt(receiver, "in0")) {
                sender.call(() -> {
                    burst("out0");
                    return null;
                });
                List<Integer> seen = capture.await(BURST, frame -> frame.length == LENGTH).stream()
                        .map(frame -> ByteBuffer.wrap(frame).getInt(NUMBER_AT))
                        .toList();

                List<Integer> sent = new ArrayList<>();
                for (int i = 0; i < BURST; i++) {
                    sent.add(i);
                }
                assertThat(seen).isEqualTo(sent);
            }
        }
    }

    private static void burst(String interfaceName) {
        try (RawWire wire = RawWire.open(interfaceName)) {
            byte[] frame = new byte[LENGTH];
            ByteBuffer.wrap(frame).putShort(12, (short) 0x88B5);
            for (int i = 0; i < BURST; i++) {
                ByteBuffer.wrap(frame).putInt(NUMBER_AT, i);
                wire.send(frame);
            }
        }
    }
}
