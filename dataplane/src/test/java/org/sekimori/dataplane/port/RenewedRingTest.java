package org.sekimori.dataplane.port;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.linux.PacketRings;
import org.sekimori.dataplane.linux.RingGeometry;

/** A receive ring that another one takes the place of. */
class RenewedRingTest {
    private static final int SLOTS = 32;

    private final FreshRings rings = new FreshRings();
    private final AfPacketReceiver receiver = new AfPacketReceiver(rings, new BoxCounters("wan", "lan", 1).port(0));
    private final FrameSlot first = new FrameSlot();
    private final FrameSlot second = new FrameSlot();

    @BeforeEach
    void shouldReceive() {
        arrive(1);
        arrive(2);
        assertThat(receiver.receive(first)).isTrue();
    }

    private void arrive(int content) {
        assertThat(rings.now.arrive(new PracticeFrame(bytes(content), PracticeFrame.UNTAGGED, false)))
                .isTrue();
    }

    private static byte[] bytes(int content) {
        byte[] bytes = new byte[60];
        bytes[20] = (byte) content;
        return bytes;
    }

    private void renew() {
        rings.now = rings.fresh();
        receiver.goOver();
    }

    private static int content(FrameSlot slot) {
        return slot.frame().getByte(20);
    }

    @Test
    void shouldEmptyTheOldRingFirst() {
        renew();
        arrive(3);
        assertThat(receiver.receive(second)).isTrue();
        assertThat(content(second)).isEqualTo(2);
        assertThat(receiver.isGoingOver()).isTrue();
    }

    @Test
    void shouldStayWhileAFrameOfTheOldRingIsInUse() {
        assertThat(receiver.receive(second)).isTrue();
        renew();
        receiver.release(first);
        assertThat(receiver.receive(first)).isFalse();
        assertThat(receiver.isGoingOver()).isTrue();
        assertThat(content(second)).isEqualTo(2);
    }

    @Test
    void shouldReadTheFreshRingFromItsStart() {
        assertThat(receiver.receive(second)).isTrue();
        receiver.release(first);
        receiver.release(second);
        renew();
        assertThat(receiver.receive(first)).isFalse();
        assertThat(receiver.isGoingOver()).isFalse();
        for (int round = 0; round < 2 * SLOTS; round++) {
            arrive(round);
            assertThat(receiver.receive(first)).isTrue();
            assertThat(content(first)).isEqualTo(round);
            receiver.release(first);
        }
    }

    private static final class FreshRings implements PacketRings {
        private final RingGeometry geometry = RingGeometry.forMtu(1500, SLOTS);
        private PracticeRings now = fresh();

        private PracticeRings fresh() {
            return new PracticeRings(geometry, geometry);
        }

        @Override
        public RingGeometry receiveGeometry() {
            return geometry;
        }

        @Override
        public RingGeometry transmitGeometry() {
            return geometry;
        }

        @Override
        public UnsafeBuffer receiveRing() {
            return now.receiveRing();
        }

        @Override
        public UnsafeBuffer transmitRing() {
            return now.transmitRing();
        }

        @Override
        public int kick() {
            return now.kick();
        }

        @Override
        public int sendWhole(long address, int lengthBytes) {
            return now.sendWhole(address, lengthBytes);
        }

        @Override
        public int receiveWhole(long address, int roomBytes) {
            return now.receiveWhole(address, roomBytes);
        }
    }
}
