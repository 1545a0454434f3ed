package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.boxfile.BoxFileException;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.command.BoxPaths;

/** {@code sekimori run}: box and control as two processes, each of which can be killed without the other. */
class RunIT {
    private static final String CLOSED = "version: 1\nname: closed\nrules:\n"
            + "  - {name: gate, direction: inbound, protocol: udp, destination-ports: 5000}\n";
    private static final String OPEN = "version: 1\nname: open\nrules: []\n";

    @TempDir
    Path folder;

    private BoxPaths paths;
    private Path policy;
    private InlineBox inline;

    @BeforeEach
    void start() throws IOException {
        paths = new BoxPaths(folder.resolve("run"), folder.resolve("state"));
        policy = folder.resolve("policy.yaml");
        Files.writeString(policy, CLOSED);
        inline = new InlineBox()
                .start(
                        List.of("run"),
                        "--policy",
                        policy.toString(),
                        "--run-dir",
                        paths.runDir().toString(),
                        "--state-dir",
                        paths.stateDir().toString());
        awaitPolicy("closed");
    }

    @AfterEach
    void stop() {
        inline.close();
    }

    private void awaitPolicy(String name) {
        Wait.until(
                "policy '" + name + "' in force; said: " + inline.log(),
                () -> status().filter(status -> status.policy().policyName().equals(name))
                        .isPresent());
    }

    private Optional<BoxStatus> status() {
        try (BoxFileReader reader = BoxFileReader.open(paths.boxState())) {
            return Optional.of(reader.status());
        } catch (BoxFileException notYet) {
            return Optional.empty();
        }
    }

    /** The process that does that part; awaited. */
    private ProcessHandle child(String command) {
        Wait.until(command + " runs", () -> find(command).isPresent());
        return find(command).orElseThrow();
    }

    private Optional<ProcessHandle> find(String command) {
        return inline.process()
                .children()
                .filter(child -> words(child).contains(command))
                .findFirst();
    }

    /** From the kernel, since Java gives up on long command lines. */
    private static List<String> words(ProcessHandle process) {
        try {
            return List.of(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                    .split("\0"));
        } catch (IOException gone) {
            return List.of();
        }
    }

    private static void kill(ProcessHandle process) throws Exception {
        process.destroyForcibly();
        process.onExit().get(20, TimeUnit.SECONDS);
    }

    /** And not again when it follows one that was killed: its line waits. */
    @Test
    void shouldPractiseBeforeItTakesThePortsForTheFirstTime() throws Exception {
        assertThat(inline.log()).containsPattern("(?s)practised [1-9]\\d{3,} frames in \\d+ ms.*filtering:");
        kill(child("box"));
        Wait.until("another box filters", () -> inline.log().split("filtering:").length == 3);
        assertThat(inline.log()).containsOnlyOnce("practised");
    }

    @Test
    void shouldStartTheBoxAgainAlone() throws Exception {
        ProcessHandle control = child("control");
        long instance = status().orElseThrow().instance();
        kill(child("box"));
        Wait.until(
                "another box filters",
                () -> status().filter(status -> status.instance() != instance
                                && status.state().word().equals("filtering"))
                        .isPresent());
        assertThat(status().orElseThrow().policy().policyName()).isEqualTo("closed");
        assertThat(inline.lets5000In()).isFalse();
        assertThat(control.isAlive()).isTrue();
        assertThat(inline.log()).contains("sekimori run: box ended with status 137; starting it again in");
    }

    @Test
    void shouldStartControlAgainAlone() throws Exception {
        long instance = status().orElseThrow().instance();
        kill(child("control"));
        assertThat(inline.lets5000In()).isFalse();
        child("control");
        Files.writeString(policy, OPEN);
        awaitPolicy("open");
        assertThat(status().orElseThrow().instance()).isEqualTo(instance);
        assertThat(inline.lets5000In()).isTrue();
    }

    @Test
    void shouldPassHangupOnToControl() throws Exception {
        child("control");
        long epoch = status().orElseThrow().policy().epoch();
        new ProcessBuilder("kill", "-HUP", Long.toString(inline.process().pid()))
                .start()
                .waitFor();
        Wait.until("reloaded; said: " + inline.log(), () -> inline.log().contains("SIGHUP"));
        assertThat(inline.process().isAlive()).isTrue();
        assertThat(status().orElseThrow().policy().epoch()).isGreaterThanOrEqualTo(epoch);
    }

    @Test
    void shouldEndBothInOrder() {
        ProcessHandle box = child("box");
        ProcessHandle control = child("control");
        assertThat(inline.stop()).contains("port wan0");
        assertThat(box.isAlive()).isFalse();
        assertThat(control.isAlive()).isFalse();
        assertThat(inline.process().exitValue()).isZero();
    }

    @Test
    void shouldLeaveNothingBehindWhenItIsKilled() throws Exception {
        ProcessHandle box = child("box");
        ProcessHandle control = child("control");
        inline.process().destroyForcibly().waitFor();
        box.onExit().get(20, TimeUnit.SECONDS);
        control.onExit().get(20, TimeUnit.SECONDS);
        assertThat(status().orElseThrow().state().word()).isEqualTo("stopped");
    }
}
