package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.replay.CommandRun;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.guard.StandingGuard;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.TestKernel;

/** Who decides is said, and what programs decide while no box is there counts. */
class GuardCountsIT {
    private static final String POLICY = "version: 1\nname: site\nrules:\n"
            + "  - {name: watched, mode: monitor, direction: inbound, protocol: udp, destination-ports: 5001}\n"
            + "  - {name: cldap, direction: inbound, protocol: udp, destination-ports: 389}\n"
            + "  - {name: plain, action: pass, direction: inbound, protocol: udp, destination-ports: 5001}\n";
    private static final int BEFORE = 7;
    private static final int DROPPED = 40;
    private static final int PASSED = 30;
    private static final long LONG_NS = 300_000_000;

    @TempDir
    private Path folder;

    private BoxPaths paths;
    private InlineBox inline;

    @BeforeEach
    void makeLine() throws IOException {
        TestKernel.needs(AttachPoint.TCX_INGRESS);
        inline = new InlineBox().sharingMounts();
        paths = new BoxPaths(folder.resolve("run"), folder.resolve("state"));
        Files.writeString(folder.resolve("site.yaml"), POLICY);
    }

    @AfterEach
    void removeLine() throws IOException {
        inline.close();
        StandingGuard.remove(guardFolder());
    }

    private Path guardFolder() {
        return paths.boxRun().resolve("guard");
    }

    private void start(String... options) {
        List<String> folders = List.of(
                "--run-dir", paths.runDir().toString(),
                "--state-dir", paths.stateDir().toString(),
                "--policy", folder.resolve("site.yaml").toString());
        inline.start(
                List.of("run"),
                Stream.concat(folders.stream(), Stream.of(options)).toArray(String[]::new));
    }

    private void killAll() {
        ProcessHandle run = inline.process().toHandle();
        List<ProcessHandle> all =
                Stream.concat(run.descendants(), Stream.of(run)).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    private CommandRun command(String... words) {
        return CommandRun.of(Stream.concat(
                        Stream.of(words), Stream.of("--run-dir", paths.runDir().toString()))
                .toList());
    }

    private void send(int port, int frames) {
        byte[] frame = FrameBuilder.frame()
                .ipv4("198.51.100.7", "192.0.2.9")
                .udp(4000, port)
                .payload("knock")
                .bytes();
        inline.sendFromWan(Collections.nCopies(frames, frame));
    }

    private static long count(BoxCounters counters, String rule, Kind kind) {
        int counter = counters.ruleNames().indexOf(rule);
        return counter < 0 ? 0 : counters.rule(counter, kind);
    }

    private void awaitCounts(String when, int dropped, int passed) {
        try (BoxFileReader reader = BoxFileReader.open(paths.boxState())) {
            BoxCounters counters = reader.counters();
            Wait.until(
                    when + " all is counted",
                    () -> count(counters, "cldap", Kind.DROPPED) >= dropped
                            && count(counters, "plain", Kind.PASSED) >= passed
                            && count(counters, "watched", Kind.MONITORED) >= passed);
            Wait.aLittle();
            assertThat(count(counters, "cldap", Kind.DROPPED))
                    .as(when + " dropped")
                    .isEqualTo(dropped);
            assertThat(count(counters, "plain", Kind.PASSED))
                    .as(when + " passed")
                    .isEqualTo(passed);
            assertThat(count(counters, "watched", Kind.MONITORED))
                    .as(when + " watched")
                    .isEqualTo(passed);
        }
    }

    @Test
    void shouldCountWhatWasDecidedWhileNobodyWasThereOnce() {
        start();
        send(389, BEFORE);
        send(5001, BEFORE);
        awaitCounts("before", BEFORE, BEFORE);

        killAll();
        send(389, DROPPED);
        send(5001, PASSED);
        start();

        awaitCounts("of those while nobody was there", DROPPED, PASSED);
        Wait.until(
                "it is said", () -> inline.log().contains("took the line over from the guard, which had no box for "));

        send(389, BEFORE);
        awaitCounts("with those after", DROPPED + BEFORE, PASSED);

        killAll();
        start();
        awaitCounts("nothing while nobody was there", 0, 0);
    }

    @Test
    void shouldCountWhatAGuardDecidedBeforeThereWasABox() {
        CommandRun attached = attach();
        assertThat(attached.err()).contains("guarding:");
        assertThat(attached.status()).isZero();
        send(389, DROPPED);
        attach();
        send(389, DROPPED);
        start();

        awaitCounts("by both guards", 2 * DROPPED, 0);
    }

    private CommandRun attach() {
        return inline.box.call(() -> CommandRun.of(List.of(
                "guard",
                "attach",
                "--wan",
                "wan0",
                "--lan",
                "lan0",
                "--policy",
                folder.resolve("site.yaml").toString(),
                "--run-dir",
                paths.runDir().toString(),
                "--state-dir",
                paths.stateDir().toString())));
    }

    @Test
    void shouldSayThatTheGuardKeepsTheLineOfABoxThatIsGone() {
        start("--fail=closed");
        assertThat(command("status").out())
                .containsPattern("\nguard +kernel-first since .*, tcx, policy 'site' [0-9a-f]{8}, fail closed");
        assertThat(command("status", "--json").out())
                .containsPattern("\"mode\" *: *\"kernel-first\"")
                .containsPattern("\"outlives-box\" *: *true")
                .containsPattern("\"stays\" *: *false");

        killAll();
        Wait.until("the box is silent", () -> command("status").out().contains("the box is silent"));

        CommandRun status = command("status");
        assertThat(status.status()).isEqualTo(1);
        assertThat(status.out())
                .containsPattern(
                        "PROBLEM +box: absent since .*; the guard keeps the line \\(kernel programs alone\\), policy 'site'");
        CommandRun guard = command("guard", "status");
        assertThat(guard.status()).isZero();
        assertThat(guard.out())
                .containsPattern("policy: 'site' [0-9a-f]{8}, fail closed")
                .containsPattern("the box stands still: last round \\d+ s ago|no box is there");
    }

    @Test
    void shouldTellThatTheGuardTookTheLineAndThatTheBoxIsBack() throws Exception {
        start("--offload=off");
        try (BoxFileReader reader = BoxFileReader.open(paths.boxState())) {
            long pid = reader.status().pid();
            signal(pid, "STOP");
            Wait.until("its heartbeat is too old", () -> reader.status().heartbeatAgeNs() > LONG_NS);
            send(5001, 1);
            signal(pid, "CONT");
        }

        Wait.until("the box is back: " + inline.log(), () -> inline.log().contains("the box has the line back"));
        assertThat(inline.log()).containsPattern("warning: the guard took the line at .*no round for 50 ms");
        Wait.until("it is told", () -> command("events", "--last", "50").out().contains("guard-return"));
        assertThat(command("events", "--last", "50").out()).containsPattern("guard-trip.*policy site");
        assertThat(command("status").out()).containsPattern("\nguard +box-first since .*; trips: [1-9]");
    }

    /** The far end takes shorter frames than the port, so the driver throws them away. */
    @Test
    void shouldCountWhatProgramsPassedAndThePortDidNotSend() {
        start();
        inline.lan.exec("ip", "link", "set", "lanh0", "mtu", "600");
        byte[] tooLong = FrameBuilder.frame()
                .ipv4("198.51.100.7", "192.0.2.9")
                .udp(4000, 5001)
                .payload("x".repeat(1_000))
                .bytes();
        try (BoxFileReader reader = BoxFileReader.open(paths.boxState())) {
            PortCounters lan = reader.counters().port(1);
            send(5001, PASSED);
            inline.sendFromWan(Collections.nCopies(DROPPED, tooLong));
            Wait.until("it is counted", () -> lan.value(PortCounter.TRANSMIT_UNSENT) > 0);
            assertThat(lan.value(PortCounter.TRANSMIT_UNSENT)).isEqualTo(DROPPED);
            assertThat(reader.counters().port(0).value(PortCounter.TRANSMIT_UNSENT))
                    .isZero();
        }
        Wait.until(
                "it is said",
                () -> inline.log().contains("warning: " + DROPPED + " frames were passed and not sent by lan0"));
    }

    private static void signal(long pid, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    }
}
