package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.linux.TestNamespace;

/** Lines that go down and come up, and interfaces that vanish and come back. */
class LinkIT {
    private InlineBox inline;

    @BeforeEach
    void start() {
        inline = new InlineBox().run("--json");
    }

    @AfterEach
    void stop() {
        inline.close();
    }

    @Test
    void shouldCarryALostCarrierOverToTheOtherPortAndBack() {
        // The first carrier counts at once; it is seen within one look.
        Wait.until("both far ends have a carrier", () -> hasCarrier(inline.lan, "lanh0"));
        assertFrameCrosses("before");

        inline.wan.exec("ip", "link", "set", "wanh0", "down");
        Wait.until("the LAN host lost its carrier", () -> !hasCarrier(inline.lan, "lanh0"));

        inline.wan.exec("ip", "link", "set", "wanh0", "up");
        Wait.until("the LAN host has its carrier back", () -> hasCarrier(inline.lan, "lanh0"));
        assertFrameCrosses("after");
        assertThat(inline.stop()).contains("\"link-lost\":1").contains("\"link-mirrored\":1");
    }

    @Test
    void shouldTakeBackAnInterfaceThatVanished() {
        inline.box.exec("ip", "link", "del", "wan0");
        Wait.until("the LAN host lost its carrier", () -> !hasCarrier(inline.lan, "lanh0"));
        assertThat(inline.process().isAlive()).isTrue();
        assertSleeps();

        TestNamespace.link(inline.wan, "wanh0", inline.box, "wan0");
        Wait.until("the LAN host has its carrier back", () -> hasCarrier(inline.lan, "lanh0"));
        assertFrameCrosses("on the new interface");
        assertThat(inline.stop()).contains("\"interface-vanished\":1");
        assertThat(inline.box.exec("ip", "link", "show", "wan0")).doesNotContain("NOARP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--threading=shared", "--threading=dedicated"})
    void shouldTakeBackAnInterfaceThatSeveralPipelinesShared(String option) {
        inline.stop();
        inline.run("--json", "--pipelines=3", option);
        for (int i = 1; i <= 3; i++) {
            assertEveryPairCrosses("before " + i);
            inline.box.exec("ip", "link", "del", "wan0");
            Wait.until("the LAN host lost its carrier", () -> !hasCarrier(inline.lan, "lanh0"));
            TestNamespace.link(inline.wan, "wanh0", inline.box, "wan0");
            Wait.until("the LAN host has its carrier back", () -> hasCarrier(inline.lan, "lanh0"));
            assertEveryPairCrosses("after " + i);
        }
        assertThat(inline.box.exec("sh", "-c", "cat /proc/net/packet | wc -l").trim())
                .as("sockets: a heading, a claim on each port, and three for each pipeline at each port")
                .isEqualTo("21");
        assertThat(inline.stop()).contains("\"interface-vanished\":3");
    }

    /** Frames of many pairs of addresses, so that every pipeline has some; each comes once. */
    private void assertEveryPairCrosses(String when) {
        assertFrameCrosses(when);
        List<byte[]> frames = IntStream.range(0, 64)
                .mapToObj(host -> FrameBuilder.frame()
                        .ipv4("198.51.100." + host, "192.0.2.9")
                        .udp(4000, 5000)
                        .payload(when)
                        .bytes())
                .toList();
        try (FrameCapture atLan = FrameCapture.start(inline.lan, "lanh0")) {
            inline.sendFromWan(frames);
            atLan.await(frames.size());
            Wait.aLittle();
            assertThat(atLan.frames()).containsExactlyInAnyOrderElementsOf(frames);
        }
    }

    @Test
    void shouldPutEverythingBackAtItsEnd() {
        inline.stop();
        inline.box.exec("sysctl", "-qw", "net.ipv6.conf.wan0.disable_ipv6=0");
        inline.box.exec("ip", "link", "set", "wan0", "down");
        inline.run();
        assertThat(inline.box.exec("ip", "-d", "link", "show", "wan0")).contains("NOARP", "promiscuity 1", ",UP");
        assertThat(inline.box
                        .exec("sysctl", "-n", "net.ipv6.conf.wan0.disable_ipv6")
                        .trim())
                .isEqualTo("1");

        inline.stop();
        assertThat(inline.box
                        .exec("sysctl", "-n", "net.ipv6.conf.wan0.disable_ipv6")
                        .trim())
                .isEqualTo("0");
        String after = inline.box.exec("ip", "-d", "link", "show", "wan0");
        assertThat(after).doesNotContain("NOARP", ",UP").contains("promiscuity 0");
        assertThat(inline.box.exec("sh", "-c", "cat /proc/net/packet | wc -l").trim())
                .isEqualTo("1");
    }

    @Test
    void shouldPutBackWhatABoxThatWasKilledHadFound() throws Exception {
        inline.stop();
        inline.box.exec("sysctl", "-qw", "net.ipv6.conf.wan0.disable_ipv6=0");
        inline.run();
        inline.process().destroyForcibly().waitFor();
        assertThat(inline.box.exec("ip", "link", "show", "wan0")).contains("NOARP");

        inline.run();
        assertFrameCrosses("after a kill");
        inline.stop();
        assertThat(inline.box.exec("ip", "link", "show", "wan0")).doesNotContain("NOARP");
        assertThat(inline.box
                        .exec("sysctl", "-n", "net.ipv6.conf.wan0.disable_ipv6")
                        .trim())
                .isEqualTo("0");
    }

    @Test
    void shouldLoseOnlyTheFrameThatIsTooLongForTheOtherSide() {
        inline.stop();
        inline.wan.exec("ip", "link", "set", "wanh0", "mtu", "1900");
        inline.box.exec("ip", "link", "set", "wan0", "mtu", "1900");
        inline.run("--json", "--offload=off");
        assertThat(inline.log()).contains("warning: the MTU of wan0 is 1900 bytes and that of lan0 1500");
        byte[] tooLong = FrameBuilder.frame()
                .ipv4("198.51.100.7", "192.0.2.9")
                .udp(4000, 5000)
                .payload(new byte[1600])
                .bytes();
        inline.sendFromWan(List.of(tooLong));
        assertFrameCrosses("behind it");
        assertThat(inline.stop()).contains("\"transmit-too-long\":1");
    }

    @Test
    void shouldGiveUpAFrameTheFarEndNeverTakes() {
        inline.stop();
        inline.run("--json", "--offload=off");
        inline.lan.exec("ip", "link", "set", "lanh0", "mtu", "1000");
        byte[] refused = FrameBuilder.frame()
                .ipv4("198.51.100.7", "192.0.2.9")
                .udp(4000, 5000)
                .payload(new byte[1300])
                .bytes();
        inline.sendFromWan(List.of(refused));
        assertFrameCrosses("after the refused one");
        assertThat(inline.stop()).containsPattern("\"transmit-refused\":[1-9]");
    }

    private void assertFrameCrosses(String when) {
        byte[] frame = FrameBuilder.frame()
                .ipv4("198.51.100.7", "192.0.2.9")
                .udp(4000, 5000)
                .payload(when)
                .bytes();
        try (FrameCapture atLan = FrameCapture.start(inline.lan, "lanh0")) {
            // A port that has just come up may not take the first one yet.
            Wait.until("a frame crosses " + when, () -> {
                inline.sendFromWan(List.of(frame));
                return !atLan.frames().isEmpty();
            });
            assertThat(atLan.frames().get(0)).isEqualTo(frame);
        }
    }

    /** A box with nothing to do leaves the core alone: below a third of it, the supervisor's looks and start-up included. */
    private void assertSleeps() {
        Duration before = cpuTime();
        LockSupport.parkNanos(Duration.ofSeconds(3).toNanos());
        assertThat(cpuTime().minus(before)).isLessThan(Duration.ofSeconds(1));
    }

    private Duration cpuTime() {
        return inline.process().info().totalCpuDuration().orElseThrow();
    }

    private static boolean hasCarrier(TestNamespace host, String interfaceName) {
        return host.exec("ip", "link", "show", interfaceName).contains("LOWER_UP");
    }
}
