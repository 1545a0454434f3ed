package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.linux.TestNamespace;

/** Several pipelines: what they must have in common, and what each pair of addresses must find in one of them. */
class PipelinesIT {
    private static final int PAIRS = 64;
    private static final int FRAMES_OF_A_PAIR = 30;
    private static final int HOST_OFFSET = 14 + 15;

    @TempDir
    Path folder;

    private InlineBox inline;

    @BeforeEach
    void start() throws IOException {
        Path policy = folder.resolve("replies.yaml");
        Files.writeString(policy, """
                version: 1
                name: replies
                solicited: {grace: 0s}
                rules:
                  - {name: strangers, direction: inbound, protocol: udp, destination-ports: 4000, match: unsolicited}
                """);
        inline = new InlineBox().run("--pipelines=3", "--policy=" + policy);
    }

    @AfterEach
    void stop() {
        inline.close();
    }

    @Test
    void shouldKeepTheOrderOfEachPairOfAddresses() {
        List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < FRAMES_OF_A_PAIR; i++) {
            for (int host = 0; host < PAIRS; host++) {
                sent.add(fromOutside(host, 5000, i));
            }
        }
        List<byte[]> received = received(sent);
        for (int host = 0; host < PAIRS; host++) {
            assertThat(ofHost(received, host)).containsExactlyElementsOf(ofHost(sent, host));
        }
    }

    /** Both directions of a conversation meet one memory, at an interface that came back, too. */
    @Test
    void shouldRememberWhoWasAsked() {
        assertOnlyRepliesComeIn(1);
        inline.box.exec("ip", "link", "del", "wan0");
        Wait.until("the LAN host lost its carrier", () -> !hasCarrier());
        TestNamespace.link(inline.wan, "wanh0", inline.box, "wan0");
        Wait.until("the LAN host has its carrier back", this::hasCarrier);
        assertOnlyRepliesComeIn(2);
        inline.lan.exec("ip", "link", "set", "lanh0", "down");
        Wait.until("the LAN line is down", () -> !hasCarrier());
        inline.lan.exec("ip", "link", "set", "lanh0", "up");
        Wait.until("the LAN line is up", this::hasCarrier);
        assertOnlyRepliesComeIn(3);
    }

    private void assertOnlyRepliesComeIn(int round) {
        List<byte[]> replies = new ArrayList<>();
        List<byte[]> all = new ArrayList<>();
        List<byte[]> requests = new ArrayList<>();
        for (int host = 0; host < PAIRS; host++) {
            all.add(fromOutside(host, 4000, round));
            if (host % 2 == 0) {
                requests.add(fromInside(host, round));
                replies.add(fromOutside(host, 4000, round));
            }
        }
        try (FrameCapture atWan = FrameCapture.start(inline.wan, "wanh0")) {
            Wait.until("frames get out", () -> {
                inline.sendFromLan(requests);
                return atWan.frames().size() >= requests.size();
            });
        }
        all.add(fromOutside(0, 5000, round));
        replies.add(fromOutside(0, 5000, round));
        try (FrameCapture atLan = FrameCapture.start(inline.lan, "lanh0")) {
            inline.sendFromWan(all);
            atLan.await(replies.size());
            Wait.aLittle();
            assertThat(atLan.frames()).containsExactlyInAnyOrderElementsOf(replies);
        }
    }

    private List<byte[]> received(List<byte[]> sent) {
        try (FrameCapture atLan = FrameCapture.start(inline.lan, "lanh0")) {
            inline.sendFromWan(sent);
            List<byte[]> received = atLan.await(sent.size());
            assertThat(received).hasSameSizeAs(sent);
            return received;
        }
    }

    private static List<String> ofHost(List<byte[]> frames, int host) {
        return frames.stream()
                .filter(frame -> frame[HOST_OFFSET] == host)
                .map(Arrays::toString)
                .toList();
    }

    private static byte[] fromOutside(int host, int port, int content) {
        return FrameBuilder.frame()
                .ipv4("198.51.100." + host, "192.0.2.9")
                .udp(7000, port)
                .payload("frame " + content)
                .bytes();
    }

    private static byte[] fromInside(int host, int content) {
        return FrameBuilder.frame()
                .ipv4("192.0.2.9", "198.51.100." + host)
                .udp(4000, 7000)
                .payload("frame " + content)
                .bytes();
    }

    private boolean hasCarrier() {
        return inline.lan.exec("ip", "link", "show", "lanh0").contains("LOWER_UP");
    }
}
