package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.reload.PolicyOrigin;
import org.sekimori.dataplane.boxfile.BoxFileException;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.command.Images;
import org.sekimori.dataplane.command.socket.CommandClient;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.policy.Direction;

/** The policy that is named at the start is in force from the first frame, or nothing is started. */
class FirstPolicyIT {
    private static final int INBOUND = Direction.INBOUND.ordinal();
    private static final int ENOUGH = 100;

    /** Drops what {@link SteadyFrames} sends. */
    private static final String GATE = "version: 1\nname: gate\nrules:\n"
            + "  - {name: gate, direction: inbound, protocol: udp, destination-ports: 6000}\n";

    private static final String OPEN = "version: 1\nname: open\nrules: []\n";
    private static final String NOTHING_IN =
            "version: 1\nname: nothing-in\ndefaults: {inbound: drop, outbound: pass}\n" + "rules: []\n";

    @TempDir
    Path folder;

    private BoxPaths paths;
    private Path policy;
    private InlineBox inline;

    @BeforeEach
    void make() {
        paths = new BoxPaths(folder.resolve("run"), folder.resolve("state"));
        policy = folder.resolve("policy.yaml");
        inline = new InlineBox();
    }

    @AfterEach
    void stop() {
        inline.close();
    }

    private void launch(String command, String... more) {
        Stream<String> folders = Stream.of(
                "--run-dir",
                paths.runDir().toString(),
                "--state-dir",
                paths.stateDir().toString());
        inline.launch(
                List.of(command),
                "wan0",
                Stream.concat(folders, Stream.of(more)).toArray(String[]::new));
    }

    private void write(String text) throws IOException {
        Files.writeString(policy, text);
    }

    /** As if a box had filtered by this, and ended. */
    private void keep(String text) throws IOException {
        Path source = Files.writeString(folder.resolve("kept.yaml"), text);
        ByteBuffer image = PolicyOrigin.of(source).table().image();
        byte[] bytes = new byte[image.remaining()];
        image.get(bytes);
        Files.createDirectories(paths.lastGood().getParent());
        Files.write(paths.lastGood(), bytes);
    }

    private Optional<BoxStatus> status() {
        try (BoxFileReader reader = BoxFileReader.open(paths.boxState())) {
            return Optional.of(reader.status());
        } catch (BoxFileException notYet) {
            return Optional.empty();
        }
    }

    private long inbound(Kind kind) {
        try (BoxFileReader reader = BoxFileReader.open(paths.boxState())) {
            return reader.counters().direction(INBOUND, kind);
        } catch (BoxFileException notYet) {
            return 0;
        }
    }

    private void awaitFrames(Kind kind) {
        Wait.until(ENOUGH + " frames; said: " + inline.log(), () -> inbound(kind) >= ENOUGH);
    }

    @Test
    void shouldLetNothingByThatADefaultDropsFromTheFirstFrame() throws IOException {
        write(NOTHING_IN);
        try (SteadyFrames frames = SteadyFrames.start(inline)) {
            launch("run", "--policy", policy.toString());
            awaitFrames(Kind.DROPPED);
            assertThat(inbound(Kind.PASSED)).as(inline.log()).isZero();
            assertThat(frames).isNotNull();
        }
    }

    @Test
    void shouldDropNothingThatIsOnlyWatchedThoughTheKeptPolicyDrops() throws IOException {
        keep(GATE);
        write(GATE);
        try (SteadyFrames frames = SteadyFrames.start(inline)) {
            launch("run", "--monitor", "--policy", policy.toString());
            awaitFrames(Kind.PASSED);
            assertThat(inbound(Kind.DROPPED)).as(inline.log()).isZero();
            assertThat(inline.log()).contains("watching: ");
            assertThat(frames).isNotNull();
        }
    }

    @Test
    void shouldStartNothingWithoutTheFileThatWasNamed() throws Exception {
        keep(OPEN);
        launch("run", "--policy", folder.resolve("missing.yaml").toString());
        assertRefused("missing.yaml: error: there is no such file");
    }

    @Test
    void shouldStartNothingByABrokenFileAndNameThePlace() throws Exception {
        write("version: 1\nname: x\nrules:\n  - {name: a, directoin: inbound, protocol: udp}\n");
        launch("run", "--policy", policy.toString());
        assertRefused("policy.yaml:4:15: error: ");
    }

    private void assertRefused(String expected) throws Exception {
        assertThat(inline.process().waitFor(60, TimeUnit.SECONDS))
                .as(inline.log())
                .isTrue();
        assertThat(inline.process().exitValue()).isEqualTo(2);
        assertThat(inline.log()).contains(expected);
        // on a busy machine control takes its time
        assertThat(inline.log().lines().filter(line -> !line.startsWith("waiting for the policy")))
                .as(inline.log())
                .hasSize(1);
        assertThat(inline.box.exec("ip", "link", "show", "wan0")).doesNotContain("NOARP");
    }

    /** As the unit has it, on a machine where no policy was ever in force. */
    @Test
    void shouldWaitForControlWhereNothingWasKept() {
        launch("box", "--await-policy", "1", "--warm-up", "0");
        Wait.until("it says what it waits for", () -> inline.log().contains("waiting for the policy"));
        BoxStatus waiting = status().orElseThrow();
        assertThat(waiting.state().word()).isEqualTo("waiting");
        assertThat(waiting.notice()).contains("waiting for the policy from 'sekimori control'");
        assertThat(waiting.policy().epoch()).isZero();
        assertThat(inline.box.exec("ip", "link", "show", "wan0")).doesNotContain("NOARP");
        new CommandClient(paths.commandSocket()).push(Images.closed("closed"), 0);
        Wait.until("it filters", () -> inline.log().contains("filtering: wan0 <-> lan0, policy 'closed'"));
        assertThat(inline.lets5000In()).isFalse();
    }

    /** As the unit has it, when control is dead. */
    @Test
    void shouldGoByWhatWasKeptWhereNoControlIsThere() throws IOException {
        keep(GATE);
        launch("box", "--await-policy", "60", "--warm-up", "0");
        Wait.until("it filters", () -> inline.log().contains("filtering: wan0 <-> lan0, policy 'gate'"));
        assertThat(inline.log()).contains("'sekimori control' has named no policy; the one that was kept, 'gate'");
        assertThat(status().orElseThrow().policy().origin()).isEqualTo("last-good");
    }
}
