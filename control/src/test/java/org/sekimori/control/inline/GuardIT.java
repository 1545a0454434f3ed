package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.control.replay.CommandRun;
import org.sekimori.dataplane.guard.StandingGuard;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.TestKernel;

/** DESIGN §7: the line goes on, by the same policy, when the box stops, dies, or is started anew. */
class GuardIT {
    private static final String GATE = "version: 1\nname: closed\nrules:\n"
            + "  - {name: gate, direction: inbound, protocol: udp, destination-ports: 5000}\n";

    @TempDir
    private Path folder;

    private InlineBox inline;

    @BeforeEach
    void makeLine() throws IOException {
        TestKernel.needs(AttachPoint.TCX_INGRESS);
        inline = new InlineBox().sharingMounts();
        java.nio.file.Files.writeString(folder.resolve("gate.yaml"), GATE);
    }

    @AfterEach
    void removeLine() throws IOException {
        inline.close();
        StandingGuard.remove(guardFolder());
    }

    private Path guardFolder() {
        return folder.resolve("run/box/guard");
    }

    private void start(String... options) {
        List<String> folders = List.of(
                "--run-dir", folder.resolve("run").toString(),
                "--state-dir", folder.resolve("state").toString(),
                "--policy", folder.resolve("gate.yaml").toString());
        inline.start(
                List.of("run"),
                Stream.concat(folders.stream(), Stream.of(options)).toArray(String[]::new));
    }

    private void killAll() {
        Process run = inline.process();
        List<ProcessHandle> all = Stream.concat(run.toHandle().descendants(), Stream.of(run.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    private boolean isGuarded() {
        return CommandRun.of(List.of(
                                "guard",
                                "status",
                                "--run-dir",
                                folder.resolve("run").toString()))
                        .status()
                == 0;
    }

    @Test
    void shouldLoseNothingWhenAllOfItIsKilledAndStartedAnew() throws Exception {
        start();
        List<Integer> counts;
        try (SteadyFrames frames = SteadyFrames.start(inline)) {
            Wait.aLittle();
            killAll();
            assertThat(inline.lets5000In())
                    .as("a guarded port, with nobody there")
                    .isFalse();
            assertThat(isGuarded()).isTrue();
            start();
            assertThat(inline.lets5000In()).isFalse();
            counts = frames.sentAndArrived();
        }
        assertThat(counts.get(1)).as("arrived of those sent").isEqualTo(counts.get(0));
    }

    /** The box decided every frame itself, so the guard has to find out first. */
    @Test
    void shouldTakeTheLineOverFromABoxThatDecidesItself() throws Exception {
        start("--offload=off");
        List<Integer> counts;
        try (SteadyFrames frames = SteadyFrames.start(inline)) {
            Wait.aLittle();
            killAll();
            assertThat(inline.lets5000In()).isFalse();
            counts = frames.sentAndArrived();
        }
        assertThat(counts.get(0) - counts.get(1)).as("lost, 2 ms apart").isBetween(0, 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--offload=auto", "--offload=off"})
    void shouldThrowAwayWhatItHoldsWhenItWakesUpLate(String offload) throws Exception {
        start(offload);
        List<Integer> counts;
        try (SteadyFrames frames = SteadyFrames.start(inline)) {
            Wait.aLittle();
            List<ProcessHandle> all = inline.process().descendants().toList();
            all.forEach(each -> signal(each, "STOP"));
            Thread.sleep(2_000);
            all.forEach(each -> signal(each, "CONT"));
            Thread.sleep(2_000);
            counts = frames.sentAndArrived();
        }
        assertThat(counts.get(0) - counts.get(1))
                .as("lost, 2 ms apart; none doubled")
                .isBetween(0, 100);
    }

    private static void signal(ProcessHandle process, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException problem) {
            throw new IllegalStateException(problem);
        }
    }

    @Test
    void shouldLeaveNothingBehindAtAnOrderlyEnd() {
        start();
        assertThat(isGuarded()).isTrue();
        inline.stop();
        assertThat(isGuarded()).isFalse();
        assertThat(inline.box.exec("ip", "link", "show", "wan0")).doesNotContain("PROMISC", "NOARP");
    }
}
