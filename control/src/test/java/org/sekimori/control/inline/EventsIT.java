package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.client.ApiClient;
import org.sekimori.control.replay.CommandRun;
import org.sekimori.dataplane.frame.FrameBuilder;

/** What a real box and a real control process tell of dropped frames and of themselves, also when nobody can write it down. */
@Timeout(180)
class EventsIT {
    @TempDir
    Path folder;

    private BoxAndControl both;
    private Path disk;

    @BeforeEach
    void start() {
        both = new BoxAndControl(folder).startBox();
    }

    @AfterEach
    void stop() throws Exception {
        both.close();
        if (disk != null) {
            run("umount", disk.toString());
        }
    }

    @Test
    void shouldTellOfDroppedFramesByEveryCommand() {
        both.startControl();
        both.awaitPolicy("closed");
        knock(5000);

        Wait.until("the event", () -> events().contains("rule gate"));
        assertThat(events())
                .contains("drop inbound udp 198.51.100.7:4000 -> 192.0.2.9:5000, rule gate, ")
                .contains("policy: epoch 2, policy closed, checksum ");
        CommandRun status = both.command("status");
        assertThat(status.status()).isZero();
        assertThat(status.out()).startsWith("box        filtering, ").contains("policy     'closed' ", "\nrule gate ");
        assertThat(both.command("top", "--once", "--interval", "0.2").out())
                .contains("wan0 <-> lan0   filtering", "policy 'closed'")
                .containsPattern("(?m)^gate +\\d+ +0 +\\d+ +0$");
        assertThat(metrics())
                .contains("sekimori_box_up 1.0", "sekimori_policy_epoch 2.0")
                .containsPattern("sekimori_rule_frames_total\\{rule=\"gate\",verdict=\"dropped\"} [1-9]")
                .containsPattern("sekimori_port_received_frames_total\\{interface=\"wan0\",port=\"wan\"} [1-9]");
    }

    @Test
    void shouldCaptureDroppedFramesForTshark() throws Exception {
        both.startControl();
        both.awaitPolicy("closed");
        Path file = folder.resolve("drops.pcap");
        CompletableFuture<CommandRun> capture = CompletableFuture.supplyAsync(
                () -> both.command("events", "--pcap", file.toString(), "--seconds", "3"));
        while (!capture.isDone()) {
            knock(5000);
            Wait.aLittle();
        }

        assertThat(capture.join().err()).contains("drops.pcap: ");
        assertThat(run("tshark", "-r", file.toString(), "-T", "fields", "-e", "frame.comment", "-e", "udp.dstport")
                        .lines())
                .isNotEmpty()
                .allMatch(line -> line.equals("drop, rule gate, epoch 2\t5000"));
    }

    @Test
    void shouldTellThatTheBoxWasKilledAndIsBack() {
        both.startControl();
        both.awaitPolicy("closed");
        both.killBox();
        Wait.until("silence", () -> events().contains("box-silent"));
        assertThat(both.command("status").status()).isEqualTo(1);
        assertThat(metrics()).contains("sekimori_box_up 0.0");
        both.startBox();
        Wait.until("the new box", () -> events().contains("box-restarted"));
        Wait.until("filtering", () -> both.command("status").status() == 0);
    }

    @Test
    void shouldForwardAndRecoverWithAFullDiskAndADeadSyslogServer() throws Exception {
        disk = both.paths.controlState();
        Files.createDirectories(disk);
        run("mount", "-t", "tmpfs", "-o", "size=512k", "sekimori-test", disk.toString());
        both.startControl("--events-syslog", "tcp://127.0.0.1:9");
        both.awaitPolicy("closed");
        Path ballast = disk.resolve("ballast");
        fill(ballast);
        try (SteadyFrames frames = SteadyFrames.start(both.inline)) {
            Wait.until("failures", () -> {
                knock(5000);
                return failures("file") && failures("syslog");
            });
            assertThat(events()).contains("rule gate");
            assertThat(both.command("status").status()).isZero();
            List<Integer> sentAndArrived = frames.sentAndArrived();
            assertThat(sentAndArrived.get(1)).isEqualTo(sentAndArrived.get(0));
        }
        Files.delete(ballast);
        Wait.until("room is used", () -> both.controlLog().contains("events.jsonl: writes again"));
        assertThat(both.controlLog().lines().filter(line -> line.startsWith("events: ")))
                .as("one line a minute for each")
                .hasSizeLessThanOrEqualTo(4);
        assertThat(Files.readAllLines(disk.resolve("events.jsonl"))).allMatch(line -> line.matches("\\{.*}"));
    }

    private boolean failures(String outlet) {
        return metrics()
                .lines()
                .anyMatch(line ->
                        line.matches("sekimori_events_write_failures_total\\{outlet=\"" + outlet + "\"} [1-9].*"));
    }

    private String events() {
        return both.command("events", "--last", "1000").out();
    }

    private String metrics() {
        return new ApiClient(both.paths.apiSocket()).get("/metrics").text();
    }

    private void knock(int port) {
        both.inline.sendFromWan(List.of(FrameBuilder.frame()
                .ipv4("198.51.100.7", "192.0.2.9")
                .udp(4000, port)
                .payload("knock")
                .bytes()));
    }

    /** To the last byte. */
    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space");
        }
    }

    private static String run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(words));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", words)).isZero();
        return said;
    }
}
