package org.sekimori.dataplane.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;

class PracticePortTest {
    private static final int SLOTS = 32;

    private final PortCounters counters = new BoxCounters("wan", "lan", 1).port(0);
    private final PracticePort port = new PracticePort("wan", SLOTS, counters);
    private final FrameSlot slot = new FrameSlot();

    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private byte[] received() {
        byte[] bytes = new byte[slot.captureLength()];
        slot.frame().getBytes(0, bytes);
        return bytes;
    }

    @Test
    void shouldReceiveWhatArrived() {
        port.arrive(new PracticeFrame(counting(60), PracticeFrame.UNTAGGED, false));

        assertThat(port.receiver().receive(slot)).isTrue();
        assertThat(received()).isEqualTo(counting(60));
        assertThat(port.receiver().receive(slot)).isFalse();
    }

    @Test
    void shouldPutATagBackThatWasTakenOut() {
        port.arrive(new PracticeFrame(counting(60), 5, false));

        assertThat(port.receiver().receive(slot)).isTrue();
        assertThat(slot.captureLength()).isEqualTo(64);
        assertThat(received()).containsSequence(0x0B, 0x81, 0x00, 0x00, 0x05, 0x0C);
    }

    @Test
    void shouldReceiveASuperFrameWhole() {
        port.arrive(new PracticeFrame(counting(9000), PracticeFrame.UNTAGGED, true));

        assertThat(port.receiver().receive(slot)).isTrue();
        assertThat(slot.segmented()).isTrue();
        assertThat(received()).isEqualTo(counting(9000));
    }

    @Test
    void shouldRefuseWhatTheRingHasNoRoomFor() {
        PracticeFrame frame = new PracticeFrame(counting(60), PracticeFrame.UNTAGGED, false);
        for (int i = 0; i < SLOTS; i++) {
            assertThat(port.arrive(frame)).isTrue();
        }

        assertThat(port.arrive(frame)).isFalse();
        port.receiver().receive(slot);
        port.receiver().release(slot);
        assertThat(port.arrive(frame)).isTrue();
    }

    @Test
    void shouldSendForEver() {
        for (int i = 0; i < 3 * SLOTS; i++) {
            port.arrive(new PracticeFrame(counting(60), PracticeFrame.UNTAGGED, false));
            port.receiver().receive(slot);
            port.transmitter().transmit(slot);
            port.receiver().release(slot);
        }
        port.transmitter().flush();

        assertThat(counters.value(PortCounter.TRANSMITTED_FRAMES)).isEqualTo(3 * SLOTS);
        assertThat(port.transmitter().pending()).isZero();
    }
}
