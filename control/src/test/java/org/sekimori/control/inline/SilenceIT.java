package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.frame.FrameBuilder;

/** The box sends not one frame of its own, whatever it is asked. */
class SilenceIT {
    private static final long IDLE_SECONDS = Long.getLong("sekimori.idleSeconds", 10);

    /** What the box judges itself comes later than what the kernel sends on. */
    @ParameterizedTest
    @ValueSource(strings = {"--offload=auto", "--offload=off"})
    void shouldSayNothingWhenIdleAndWhenScannedAtItsOwnAddresses(String offload) {
        try (InlineBox inline = new InlineBox();
                FrameCapture atWan = FrameCapture.start(inline.wan, "wanh0");
                FrameCapture atLan = FrameCapture.start(inline.lan, "lanh0")) {
            // The kernel's stack has everything it needs to answer, if it only heard.
            inline.box.exec("sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=0", "net.ipv6.conf.lo.disable_ipv6=0");
            inline.box.exec("ip", "addr", "add", "10.99.0.3/32", "dev", "lo");
            inline.box.exec("ip", "route", "add", "default", "dev", "lo");
            byte[] wanMac = mac(inline, "wan0");
            byte[] lanMac = mac(inline, "lan0");
            inline.run(offload);

            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(IDLE_SECONDS));
            assertThat(atWan.frames()).as("while idle, towards the WAN").isEmpty();
            assertThat(atLan.frames()).as("while idle, towards the LAN").isEmpty();

            List<byte[]> toWanPort = probes(wanMac);
            List<byte[]> toLanPort = probes(lanMac);
            inline.sendFromWan(toWanPort);
            inline.sendFromLan(toLanPort);
            List<byte[]> crossed = atLan.await(toWanPort.size());
            assertThat(crossed).as("forwarded as any frame").containsExactlyInAnyOrderElementsOf(toWanPort);
            assertThat(atWan.await(toLanPort.size())).containsExactlyInAnyOrderElementsOf(toLanPort);
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
            assertThat(atLan.frames()).as("own frames towards the LAN").hasSize(toWanPort.size());
            assertThat(atWan.frames()).as("own frames towards the WAN").hasSize(toLanPort.size());
        }
    }

    private static byte[] mac(InlineBox inline, String port) {
        String text =
                inline.box.exec("cat", "/sys/class/net/" + port + "/address").trim();
        return HexFormat.ofDelimiter(":").parseHex(text);
    }

    /** ARP, neighbour solicitation, pings and port scans, straight to the port's MAC address and to all. */
    private static List<byte[]> probes(byte[] mac) {
        byte[] everybody = new byte[6];
        Arrays.fill(everybody, (byte) 0xFF);
        List<byte[]> probes = new ArrayList<>();
        for (byte[] destination : List.of(mac, everybody)) {
            probes.add(arp(destination));
            probes.add(to(destination)
                    .ipv4("10.99.0.1", "10.99.0.3")
                    .protocol(1)
                    .payload(echo(8))
                    .bytes());
            probes.add(to(destination)
                    .ipv6("fe80::1", "ff02::1")
                    .protocol(58)
                    .payload(echo(128))
                    .bytes());
            probes.add(to(destination)
                    .ipv6("fe80::1", "ff02::1:ff00:3")
                    .protocol(58)
                    .payload(solicitation())
                    .bytes());
            probes.add(to(destination)
                    .ipv4("10.99.0.1", "224.0.0.1")
                    .protocol(2)
                    .payload(igmpQuery())
                    .bytes());
            for (int port = 1000; port < 1200; port++) {
                probes.add(to(destination)
                        .ipv4("10.99.0.1", "10.99.0.3")
                        .tcp(40000, port, 2)
                        .bytes());
                probes.add(to(destination)
                        .ipv4("10.99.0.1", "10.99.0.3")
                        .udp(40000, port)
                        .payload("?")
                        .bytes());
            }
        }
        return probes;
    }

    private static FrameBuilder to(byte[] destination) {
        return FrameBuilder.frame().ethernet(destination, new byte[] {2, 0, 0, 0, 9, 9});
    }

    private static byte[] arp(byte[] destination) {
        return to(destination)
                .etherType(0x0806)
                .payload(HexFormat.of()
                        .parseHex("0001080006040001" + "020000000909" + "0a630001" + "000000000000" + "0a630003"))
                .padTo(60)
                .bytes();
    }

    private static byte[] echo(int type) {
        return checked(new byte[] {(byte) type, 0, 0, 0, 1, 1, 0, 1, 'p', 'i', 'n', 'g'});
    }

    private static byte[] igmpQuery() {
        return checked(new byte[] {0x11, 100, 0, 0, 0, 0, 0, 0});
    }

    private static byte[] solicitation() {
        byte[] message = new byte[24];
        message[0] = (byte) 135;
        message[23] = 3;
        return message;
    }

    private static byte[] checked(byte[] message) {
        int sum = 0;
        for (int i = 0; i < message.length; i += 2) {
            sum += (message[i] & 0xFF) << 8 | message[i + 1] & 0xFF;
        }
        sum = (sum & 0xFFFF) + (sum >>> 16);
        message[2] = (byte) (~sum >>> 8);
        message[3] = (byte) ~sum;
        return message;
    }
}
