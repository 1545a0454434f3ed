package org.sekimori.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.api.TestControl;
import org.sekimori.control.events.TestBox;
import org.sekimori.control.replay.CommandRun;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.line.LinkState;
import org.sekimori.dataplane.line.PortRole;

/** {@code status}, {@code top} and {@code events}, with and without box and control. */
@Timeout(60)
@Tag("long")
class OperatingCommandsTest {
    private static final int SOURCE = 0xC633_6407;

    @TempDir
    Path folder;

    private BoxPaths paths;
    private TestBox box;
    private TestControl control;

    @BeforeEach
    void start() {
        paths = TestBox.paths(folder);
        box = new TestBox(paths);
        control = new TestControl(paths, box);
        box.drop(SOURCE, "ntp");
        while (control.pump.tally().read() == 0) {
            Thread.onSpinWait();
        }
        box.beat();
    }

    @AfterEach
    void stop() {
        control.close();
        box.close();
    }

    @Test
    void shouldShowTheStatusOfBoxAndControl() {
        CommandRun run = run("status");

        assertThat(run.status()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("box        filtering,")
                .contains("\ncontrol    process 7, ")
                .contains("rule ntp");
        assertThat(run("status", "--json").out())
                .startsWith("{\"box\":{\"state\":\"filtering\"")
                .endsWith("}\n");
    }

    @Test
    void shouldShowTheStatusWithoutControl() {
        control.close();

        CommandRun run = run("status");
        assertThat(run.status()).isZero();
        assertThat(run.err())
                .startsWith("sekimori status: " + paths.apiSocket())
                .endsWith("; read from the box's file\n");
        assertThat(run.out()).startsWith("box        filtering,").doesNotContain("control ");
        assertThat(run("status", "--json").out()).contains("\"control\":{\"running\":false}");
    }

    @Test
    void shouldSayNoWhereTheBoxDoesNotFilter() throws Exception {
        box.file.header().heartbeat(System.nanoTime() - 60_000_000_000L);
        assertThat(run("status").status()).isEqualTo(1);
        assertThat(run("status").out()).startsWith("box        silent, ");
        box.close();
        assertThat(run("status").out()).startsWith("box        stopped, ");
        Files.delete(paths.boxState());
        assertThat(run("status", "--json").status()).isEqualTo(1);
        assertThat(run("status").out()).startsWith("box        absent: no box runs here: '");
        control.close();
        assertThat(run("status").status()).isEqualTo(1);
        assertThat(run("top", "--once").out()).startsWith("no box: no box runs here: '");
        assertThat(run("top", "--once").status()).isEqualTo(1);
    }

    @Test
    void shouldSayNoWhereTheLineIsDead() {
        box.link(PortRole.WAN, LinkState.NO_CARRIER);
        box.link(PortRole.LAN, LinkState.HELD);
        box.beat();

        CommandRun run = run("status");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("box        filtering,")
                .contains(
                        "\nline       down\n",
                        "           WAN port eth0 (02:00:00:00:00:01) has no carrier: cable, or far end",
                        "           LAN port eth1 (02:00:00:00:00:01) is set down because the other port's link is lost",
                        "\nPROBLEM    WAN port eth0 has no carrier: cable, or far end");
        box.beat();
        assertThat(run("top", "--once").out()).contains("filtering, line down");
        control.close();
        box.beat();
        assertThat(run("status", "--json").status()).isEqualTo(1);
    }

    /** A listener that takes connections and says nothing, as a process does that was stopped. */
    @Test
    void shouldSayThatControlDoesNotAnswer() throws Exception {
        control.close();
        Files.deleteIfExists(paths.apiSocket());
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            silent.bind(UnixDomainSocketAddress.of(paths.apiSocket()));
            CommandRun run = whileTheBoxBeats(() -> run("status"));

            assertThat(run.status()).isEqualTo(1);
            assertThat(run.out())
                    .startsWith("box        filtering,")
                    .contains("PROBLEM    control doesn't answer: " + paths.apiSocket()
                            + ": no answer within 2 s; restart it if it stays so");
            assertThat(whileTheBoxBeats(() -> run("status", "--json")).out())
                    .contains("\"healthy\":false,\"problems\":[\"control doesn't answer: ");
        }
    }

    private CommandRun whileTheBoxBeats(Supplier<CommandRun> action) {
        ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
        heart.scheduleAtFixedRate(box::beat, 0, 100, TimeUnit.MILLISECONDS);
        try {
            return action.get();
        } finally {
            heart.shutdownNow();
        }
    }

    @Test
    void shouldShowTheLastEvents() {
        assertThat(run("events", "--last", "1").out())
                .isEqualTo("2026-11-25T04:00:00.000001Z drop inbound udp 198.51.100.7:40000 -> 203.0.113.5:123, "
                        + "rule ntp, 49 bytes\n");
        assertThat(run("events", "--last", "2", "--json").out().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("{\"time\":\"").endsWith("}"));
        assertThat(run("events", "--last", "0").out()).isEmpty();
        assertThat(run("events", "--last", "2000").err())
                .isEqualTo("sekimori events: --last 2000: 0 to 1000 is wanted\n");
    }

    @Test
    void shouldCaptureDroppedFrames() throws Exception {
        Path file = folder.resolve("drops.pcap");
        CompletableFuture<CommandRun> running =
                CompletableFuture.supplyAsync(() -> run("events", "--pcap", file.toString(), "--seconds", "1"));
        while (!isDoneSoon(running)) {
            box.drop(SOURCE, "ntp");
        }

        assertThat(running.get().status()).isZero();
        assertThat(running.get().err())
                .startsWith("capturing dropped frames for 1 s\n")
                .endsWith(" bytes\n");
        assertThat(CommandRun.of("replay", file.toString(), "--json").out()).contains("\"name\":\"ntp\"");
        assertThat(run("events", "--pcap", folder.resolve("none/x").toString(), "--seconds", "1")
                        .status())
                .isEqualTo(2);
    }

    @Test
    void shouldSayWhereThereIsNoControl() {
        control.close();

        assertThat(run("events").status()).isEqualTo(3);
        assertThat(run("events").err().lines())
                .hasSize(1)
                .first()
                .asString()
                .contains("is 'sekimori control' running?");
    }

    @Test
    void shouldPrintOneScreen() {
        assertThat(run("top", "--once", "--interval", "0.1").out())
                .contains("eth0 <-> eth1   filtering, line unknown   heartbeat ")
                .contains("policy 'office' c104fd2a   epoch 1   2 rules")
                .containsPattern("(?m)^ntp +0 +0 +1 +0$")
                .containsPattern("(?m)^198\\.51\\.100\\.7 +1 +ntp$");
        assertThat(run("top", "--interval", "0").err())
                .isEqualTo("sekimori top: --interval 0.0: 0.1 to 60 seconds are wanted\n");
    }

    private CommandRun run(String... words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--run-dir";
        all[words.length + 1] = paths.runDir().toString();
        return CommandRun.of(all);
    }

    private static boolean isDoneSoon(CompletableFuture<?> future) throws Exception {
        try {
            future.get(5, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }
}
