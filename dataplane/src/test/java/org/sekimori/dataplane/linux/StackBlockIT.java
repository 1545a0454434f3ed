package org.sekimori.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.frame.FrameBuilder;

/** Either block stops the stack both ways, and lets what the box forwards go by. */
class StackBlockIT {
    private static final int SLOT_COUNT = 64;
    private static final String ANSWERER = "10.99.0.3";

    @Test
    void shouldStopTheStackAndNotTheBoxByTcx() {
        TestKernel.needs(AttachPoint.TCX_EGRESS);
        shouldStopTheStackAndNotTheBox(() -> {
            try (NetworkDevice device = NetworkDevice.named("wan0")) {
                return TcxBlock.attach(device.index());
            }
        });
    }

    /** The block for kernels without tcx. */
    @Test
    void shouldStopTheStackAndNotTheBoxByNft() {
        try {
            shouldStopTheStackAndNotTheBox(() -> NftBlock.attach("wan0"));
        } catch (CompletionException problem) {
            Assumptions.assumeFalse(
                    String.valueOf(problem.getMessage()).contains("Operation not supported"),
                    "kernel: no nftables netdev family");
            throw problem;
        }
    }

    private static void shouldStopTheStackAndNotTheBox(Callable<StackBlock> attachment) {
        try (TestNamespace host = TestNamespace.create("host");
                TestNamespace box = TestNamespace.create("box")) {
            TestNamespace.link(host, "host0", box, "wan0");
            host.exec("ip", "addr", "add", "10.99.0.1/24", "dev", "host0");
            box.exec("ip", "addr", "add", "10.99.0.3/24", "dev", "wan0");
            assertThat(host.pings(ANSWERER)).as("without the block").isTrue();

            StackBlock block = box.call(attachment);
            assertThat(host.pings(ANSWERER)).as("with it").isFalse();
            long before = received(host);
            box.call(() -> sendByRingAndWhole());
            assertThat(received(host) - before)
                    .as("frames of the box's own sockets")
                    .isEqualTo(2);

            box.call(() -> {
                block.close();
                return null;
            });
            assertThat(host.pings(ANSWERER)).as("after it").isTrue();
        }
    }

    private static long received(TestNamespace host) {
        return Long.parseLong(
                host.exec("cat", "/sys/class/net/host0/statistics/rx_packets").trim());
    }

    private static Void sendByRingAndWhole() {
        RingGeometry geometry = RingGeometry.forMtu(1500, SLOT_COUNT);
        try (PacketSocket socket = PacketSocket.open(geometry, geometry);
                NetworkDevice device = NetworkDevice.named("wan0")) {
            socket.attach(device.index());
            byte[] frame = FrameBuilder.frame()
                    .ipv4("10.99.0.3", "10.99.0.1")
                    .udp(1, 9)
                    .payload("x")
                    .padTo(60)
                    .bytes();
            var ring = socket.transmitRing();
            ring.putBytes(TpacketDescriptor.TRANSMIT_DATA + VirtioNetHeaderDescriptor.LENGTH, frame);
            ring.putInt(TpacketDescriptor.LENGTH, VirtioNetHeaderDescriptor.LENGTH + frame.length);
            ring.putIntRelease(TpacketDescriptor.STATUS, TpacketDescriptor.STATUS_SEND_REQUEST);
            assertThat(socket.kick()).isEqualTo(PacketSocket.SENT);

            var whole = NativeMemory.struct(VirtioNetHeaderDescriptor.LENGTH + frame.length);
            whole.putBytes(VirtioNetHeaderDescriptor.LENGTH, frame);
            assertThat(socket.sendWhole(whole.addressOffset(), whole.capacity()))
                    .isEqualTo(PacketSocket.SENT);
        }
        return null;
    }
}
