package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.command.Images;
import org.sekimori.dataplane.command.socket.CommandClient;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.policy.Direction;

/** {@code --offload forward}: the kernel sends on what the policy passes, and the box the rest, by the same policy. */
class ForwardIT {
    @TempDir
    Path folder;

    private BoxAndControl both;

    @AfterEach
    void stop() {
        both.close();
    }

    private CommandClient start(String mode) {
        both = new BoxAndControl(folder).startBox("--offload", mode);
        return new CommandClient(both.paths.commandSocket());
    }

    @Test
    void shouldForwardByTcxWhereSuperFramesCome() {
        CommandClient client = start("auto");
        assertThat(both.inline.log()).contains("offload: forward by tcx");
        for (int round = 0; round < 5; round++) {
            client.push(Images.closed("closed"), 0);
            assertThat(both.inline.lets5000In()).isFalse();
            client.push(Images.open("open"), 0);
            assertThat(both.inline.lets5000In()).isTrue();
        }
    }

    @Test
    void shouldCountWhatTheBoxNeverSaw() {
        CommandClient client = start("forward-tcx");
        client.push(Images.open("open"), 0);
        try (BoxFileReader reader = BoxFileReader.open(both.paths.boxState())) {
            BoxCounters counters = reader.counters();
            long passed = counters.direction(Direction.INBOUND.ordinal(), Kind.PASSED);
            long received = counters.port(0).value(PortCounter.RECEIVED_FRAMES);
            for (int i = 0; i < 20; i++) {
                assertThat(both.inline.lets5000In()).isTrue();
            }
            Wait.until(
                    "counted as passed",
                    () -> counters.direction(Direction.INBOUND.ordinal(), Kind.PASSED) - passed >= 20);
            assertThat(counters.port(0).value(PortCounter.RECEIVED_FRAMES) - received)
                    .as("frames that reached the box")
                    .isLessThan(20);
        }
    }
}
