package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.command.Images;
import org.sekimori.dataplane.command.socket.CommandClient;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.policy.Direction;

/** {@code --offload drop}: the kernel drops at the WAN port by the policy in force, and the box by the same. */
class OffloadIT {
    private static final int FRAMES = 200;
    private static final byte[] GATED = FrameBuilder.frame()
            .ipv4("198.51.100.7", "192.0.2.9")
            .udp(4000, 5000)
            .payload("knock")
            .bytes();

    @TempDir
    Path folder;

    private BoxPaths paths;
    private CommandClient client;
    private InlineBox inline;

    @BeforeEach
    void start() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        paths = new BoxPaths(folder.resolve("run"), folder.resolve("state"));
        client = new CommandClient(paths.commandSocket());
        inline = new InlineBox()
                .start(
                        List.of("box"),
                        "--offload",
                        "drop",
                        "--run-dir",
                        paths.runDir().toString(),
                        "--state-dir",
                        paths.stateDir().toString());
    }

    @AfterEach
    void stop() {
        inline.close();
    }

    private void sendGated() {
        inline.sendFromWan(Collections.nCopies(FRAMES, GATED));
    }

    private long gateDropped(BoxCounters counters) {
        int gate = counters.ruleNames().indexOf("gate");
        return gate < 0 ? 0 : counters.rule(gate, Kind.DROPPED);
    }

    @Test
    void shouldDropBeforeTheBoxSeesItAndCountIt() {
        client.push(Images.closed("closed"), 0);
        try (BoxFileReader reader = BoxFileReader.open(paths.boxState())) {
            BoxCounters counters = reader.counters();
            long receivedBefore = counters.port(0).value(PortCounter.RECEIVED_FRAMES);
            sendGated();
            Wait.until("counted: " + gateDropped(counters), () -> gateDropped(counters) == FRAMES);
            int gate = counters.ruleNames().indexOf("gate");
            assertThat(counters.ruleBytes(gate, Kind.DROPPED)).isEqualTo((long) FRAMES * GATED.length);
            assertThat(counters.direction(Direction.INBOUND.ordinal(), Kind.DROPPED))
                    .isGreaterThanOrEqualTo(FRAMES);
            assertThat(counters.port(0).value(PortCounter.RECEIVED_FRAMES) - receivedBefore)
                    .as("frames that reached the box")
                    .isLessThan(FRAMES);
        }
        assertThat(inline.lets5000In()).isFalse();
    }

    @Test
    void shouldChangeOverWithTheWorkers() {
        for (int round = 0; round < 10; round++) {
            client.push(Images.closed("closed"), 0);
            assertThat(inline.lets5000In()).isFalse();
            client.push(Images.open("open"), 0);
            assertThat(inline.lets5000In()).isTrue();
        }
        assertThat(inline.log()).contains("policy 'open' is not offloaded: no inbound rule");
    }

    @Test
    void shouldShowACandidateEveryFrame() {
        client.push(Images.closed("closed"), 0);
        client.beginWhatIf(Images.open("open"));
        try (BoxFileReader reader = BoxFileReader.open(paths.boxState())) {
            Wait.until("the kernel stands aside", () -> {
                sendGated();
                return reader.whatIf().stoppedFrames() >= FRAMES;
            });
            long stopped = reader.whatIf().stoppedFrames();
            sendGated();
            Wait.until(
                    "all are seen: " + reader.whatIf().stoppedFrames(),
                    () -> reader.whatIf().stoppedFrames() == stopped + FRAMES);
            client.endWhatIf();
        }
        assertThat(inline.lets5000In()).isFalse();
    }

    @Test
    void shouldLeaveNothingOnTheInterfaceHoweverItEnds() throws InterruptedException {
        assertThat(inline.log()).contains("offload: drop by ");
        assertThat(onWan()).contains("prog/xdp");
        inline.process().destroyForcibly().waitFor();
        Wait.until("detached; there is: " + onWan(), () -> !onWan().contains("prog/xdp"));
    }

    private String onWan() {
        return inline.box.exec("ip", "-d", "link", "show", "dev", "wan0");
    }
}
