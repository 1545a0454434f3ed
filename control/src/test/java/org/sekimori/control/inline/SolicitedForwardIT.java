package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.command.Images;
import org.sekimori.dataplane.command.socket.CommandClient;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.policy.Direction;
import org.sekimori.policy.profile.Profile;

/** {@code --offload forward} with policies that ask what the inside asked: answers come in by the kernel, and no others. */
class SolicitedForwardIT {
    private static final String INSIDE = "192.0.2.9";
    private static final String OUTSIDE = "198.51.100.7";
    private static final byte[] QUERY = datagram(INSIDE, OUTSIDE, 4000, 53, 0x01);
    private static final byte[] ANSWER = datagram(OUTSIDE, INSIDE, 53, 4000, 0x81);
    private static final int BURST = 100;
    private static final int PORT_WAN = 0;
    private static final int PORT_LAN = 1;

    @TempDir
    Path folder;

    private BoxAndControl both;

    @AfterEach
    void stop() {
        both.close();
    }

    private void start(String profile, String mode) {
        both = new BoxAndControl(folder);
        if (mode.equals("forward-xdp")) {
            both.inline.wan.exec("ethtool", "-K", "wanh0", "gro", "on");
            both.inline.lan.exec("ethtool", "-K", "lanh0", "gro", "on");
        }
        both.startBox("--offload", mode);
        String text = Profile.of(profile).orElseThrow().text().replace("grace: 60s", "grace: 0s");
        new CommandClient(both.paths.commandSocket()).push(Images.of(text), 0);
    }

    /** The box is shown the first question, the first answer, and of the rest what comes at least a tenth of a second apart. */
    @ParameterizedTest
    @CsvSource({"strict, forward-tcx", "shield, forward-tcx", "strict, forward-xdp", "default-drop, forward-xdp"})
    void shouldShowTheBoxLittleOfAConversation(String profile, String mode) {
        start(profile, mode);
        assertThat(arriveOutside(1)).isEqualTo(1);
        assertThat(arriveInside(1)).isEqualTo(1);
        try (BoxFileReader reader = BoxFileReader.open(both.paths.boxState())) {
            BoxCounters counters = reader.counters();
            long received = received(counters);
            assertThat(arriveInside(BURST)).isEqualTo(BURST);
            assertThat(arriveOutside(BURST)).isEqualTo(BURST);
            awaitPassed(counters, Direction.INBOUND);
            awaitPassed(counters, Direction.OUTBOUND);
            assertThat(received(counters) - received)
                    .as("frames that reached the box")
                    .isLessThan(BURST / 2);
        }
    }

    @ParameterizedTest
    @CsvSource({"strict, forward-tcx", "shield, forward-tcx", "strict, forward-xdp"})
    void shouldLetNoneOfASpoofedFloodIn(String profile, String mode) {
        start(profile, mode);
        assertThat(arriveOutside(1)).isEqualTo(1);
        List<byte[]> flood = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            flood.add(datagram("198.51.100." + (8 + i % 200), INSIDE, 53, 4000 + i % 1_000, 0x81));
        }
        flood.add(ANSWER);
        try (FrameCapture atLan = FrameCapture.start(both.inline.lan, "lanh0")) {
            both.inline.sendFromWan(flood);
            atLan.await(1, frame -> Arrays.equals(frame, ANSWER));
            assertThat(atLan.frames()).containsExactly(ANSWER);
        }
    }

    private int arriveOutside(int count) {
        try (FrameCapture there = FrameCapture.start(both.inline.wan, "wanh0")) {
            both.inline.sendFromLan(Collections.nCopies(count, QUERY));
            return there.await(count, frame -> Arrays.equals(frame, QUERY)).size();
        }
    }

    private int arriveInside(int count) {
        try (FrameCapture there = FrameCapture.start(both.inline.lan, "lanh0")) {
            both.inline.sendFromWan(Collections.nCopies(count, ANSWER));
            return there.await(count, frame -> Arrays.equals(frame, ANSWER)).size();
        }
    }

    private static long received(BoxCounters counters) {
        return reached(counters, PORT_WAN) + reached(counters, PORT_LAN);
    }

    private static long reached(BoxCounters counters, int port) {
        return counters.port(port).value(PortCounter.RECEIVED_FRAMES)
                - counters.port(port).value(PortCounter.RECEIVED_DECIDED);
    }

    private static void awaitPassed(BoxCounters counters, Direction direction) {
        Wait.until(
                "all are counted as passed", () -> counters.direction(direction.ordinal(), Kind.PASSED) == 1 + BURST);
    }

    private static byte[] datagram(String source, String destination, int sourcePort, int destinationPort, int flags) {
        byte[] message = new byte[40];
        message[2] = (byte) flags;
        return FrameBuilder.frame()
                .ipv4(source, destination)
                .udp(sourcePort, destinationPort)
                .payload(message)
                .bytes();
    }
}
