package org.sekimori.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.client.ApiAnswer;
import org.sekimori.control.client.ApiClient;
import org.sekimori.control.events.TestBox;
import org.sekimori.dataplane.boxfile.GuardNotice;
import org.sekimori.dataplane.boxfile.PolicyNotice;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.line.LinkState;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.pcap.CaptureFileReader;
import org.sekimori.dataplane.pcap.CaptureFrame;

@Timeout(60)
@Tag("long")
class BoxEndpointsTest {
    private static final int SOURCE = 0xC633_6407;

    @TempDir
    Path folder;

    private BoxPaths paths;
    private TestBox box;
    private TestControl control;
    private ApiClient client;

    @BeforeEach
    void start() {
        paths = TestBox.paths(folder);
        box = new TestBox(paths);
        control = new TestControl(paths, box);
        client = control.client();
    }

    @AfterEach
    void stop() {
        control.close();
        box.close();
    }

    @Test
    void shouldTellTheStatus() {
        box.drop(SOURCE, "ntp");
        box.policy(new PolicyNotice(
                4, 0xabc, "office", 2, false, "pushed", System.nanoTime() + 30_000_000_000L, 5, false, "a remark"));
        box.beat();

        ApiAnswer answer = client.get("/api/v1/status");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .contains("{\"box\":{\"state\":\"filtering\",\"filtering\":true,\"epoch\":4,\"problem\":\"\",")
                .contains("\"policy\":{\"name\":\"office\",\"checksum\":\"00000abc\",\"rules\":2,")
                .contains("\"unconfirmed\":true,\"confirm-left-seconds\":2")
                .contains("\"unconfirmed-over\":\"00000005\",\"remark\":\"a remark\"}")
                .contains("\"control\":{\"running\":true,\"socket\":\"" + paths.apiSocket() + "\",\"pid\":7,")
                .contains("\"listeners\":[\"https://192.0.2.1:8443\"]")
                .contains("\"ports\":[{\"port\":\"wan\",\"name\":\"eth0\",\"received-frames\":0,")
                .contains("\"rules\":[{\"name\":\"ntp\",\"passed\":0,\"dropped\":1,\"monitored\":0,"
                        + "\"passed-bytes\":0,\"dropped-bytes\":49,\"monitored-bytes\":0}]");
    }

    @Test
    void shouldTellWhoDecides() {
        box.file
                .header()
                .guard(new GuardNotice(
                        "alone",
                        1_700_000_000_000L,
                        1,
                        1_700_000_000_000L,
                        50,
                        "closed",
                        "tcx",
                        true,
                        false,
                        "office",
                        7));
        box.link(PortRole.WAN, LinkState.UP);
        box.link(PortRole.LAN, LinkState.UP);
        box.beat();

        assertThat(client.get("/api/v1/status").text())
                .contains(
                        "\"guard\":{\"mode\":\"alone\",\"left-behind\":false,\"since\":\"2023-11-14T22:13:20Z\",\"trips\":1,"
                                + "\"last-trip\":\"2023-11-14T22:13:20Z\",\"limit-ms\":50,\"fail\":\"closed\",\"hook\":\"tcx\","
                                + "\"outlives-box\":true,\"stays\":false,\"policy\":\"office\",\"checksum\":\"00000007\"}");
        assertThat(client.get("/api/v1/status?as=text").text())
                .contains("frames that only the box could judge are dropped");
        assertThat(client.get("/healthz").text()).isEqualTo("filtering\nguard alone\n");
    }

    @Test
    void shouldTellTheStatusToPeople() {
        box.drop(SOURCE, "ntp");
        box.beat();

        assertThat(client.get("/api/v1/status?as=text").text().lines())
                .anyMatch(line -> line.matches("box {8}filtering, process \\d+, up \\d+ s, heartbeat \\d+ ms ago"))
                .contains(
                        "policy     'office' c104fd2a, epoch 1, 2 rules, pushed, kept for the next start",
                        "           https://192.0.2.1:8443",
                        "rule ntp                     1 dropped");
        assertThat(client.get("/api/v1/status?as=xml").status()).isEqualTo(400);
    }

    @Test
    void shouldSayWhetherItIsHealthy() throws Exception {
        box.beat();
        assertThat(client.get("/healthz").status()).isEqualTo(200);
        assertThat(client.get("/healthz").text()).isEqualTo("filtering\n");
        box.link(PortRole.WAN, LinkState.NO_CARRIER);
        box.link(PortRole.LAN, LinkState.HELD);
        box.beat();
        assertThat(client.get("/healthz").status()).isEqualTo(503);
        assertThat(client.get("/healthz").text()).isEqualTo("filtering\nline down, wan no-carrier, lan held\n");
        assertThat(client.get("/api/v1/status").text())
                .contains("\"healthy\":false,\"problems\":[\"WAN port eth0 has no carrier: cable, or far end")
                .contains("\"line\":{\"state\":\"down\",\"up\":false,\"suspicion\":\"\",\"wan\":{"
                        + "\"interface\":\"eth0\",\"mac\":\"02:00:00:00:00:01\",\"state\":\"no-carrier\",");
        box.link(PortRole.WAN, LinkState.UP);
        box.link(PortRole.LAN, LinkState.UP);
        box.beat();
        assertThat(client.get("/healthz").status()).isEqualTo(200);
        box.file.line().condition(PortRole.LAN, "a foreign program drops its frames");
        assertThat(client.get("/healthz").text()).isEqualTo("filtering\nline up, wan up, lan up (blocked)\n");
        box.file.line().condition(PortRole.LAN, "");
        box.file.header().heartbeat(System.nanoTime() - 60_000_000_000L);
        assertThat(client.get("/healthz").status()).isEqualTo(503);
        assertThat(client.get("/healthz").text()).isEqualTo("silent\n");
        Files.delete(paths.boxState());
        assertThat(client.get("/healthz").text()).isEqualTo("absent\n");
        assertThat(client.get("/api/v1/counters").status()).isEqualTo(503);
        assertThat(client.get("/api/v1/status").text())
                .contains(
                        "{\"box\":{\"state\":\"absent\",\"filtering\":false,\"epoch\":0,\"problem\":\"no box runs here");
    }

    @Test
    void shouldServeCountersAndMetrics() {
        assertThat(client.get("/api/v1/counters").text()).startsWith("{\"ports\":[{");
        ApiAnswer metrics = client.get("/metrics");
        assertThat(metrics.contentType()).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.text()).contains("sekimori_events_written_total{outlet=\"file\"}");
    }

    @Test
    void shouldTellOfEventsAsTheyHappenAndAfterwards() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        CompletableFuture<Void> following = CompletableFuture.runAsync(() -> client.stream("/api/v1/events", line -> {
            heard.add(line);
            if (line.contains("\"rule\":\"ntp\"")) {
                throw new IllegalStateException("enough");
            }
        }));
        String line = "";
        while (!line.contains("\"rule\":\"ntp\"")) {
            box.drop(SOURCE, "ntp");
            line = Objects.requireNonNullElse(heard.poll(100, TimeUnit.MILLISECONDS), "");
        }
        assertThat(following).failsWithin(20, TimeUnit.SECONDS);

        assertThat(client.get("/api/v1/events?last=1").text())
                .startsWith("{\"events\":[{\"time\":\"2026-11-25T04:00:00.000001Z\",\"event\":\"frame\",")
                .endsWith("}]}\n");
        assertThat(client.get("/api/v1/events?last=0").text()).isEqualTo("{\"events\":[]}\n");
        assertThat(client.get("/api/v1/events?last=x").status()).isEqualTo(400);
    }

    @Test
    void shouldGiveDroppedFramesAsACapture() throws Exception {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        CompletableFuture<ApiAnswer> download = CompletableFuture.supplyAsync(
                () -> client.download("/api/v1/events.pcap?seconds=1", received::writeBytes));
        while (!isDoneSoon(download)) {
            box.drop(SOURCE, "ntp");
        }
        assertThat(download.get().status()).isEqualTo(200);

        Path file = folder.resolve("drops.pcap");
        Files.write(file, received.toByteArray());
        List<CaptureFrame> frames = frames(file);
        assertThat(frames).isNotEmpty().allSatisfy(frame -> {
            assertThat(frame.timestampNs()).isEqualTo(TestBox.FRAME_TIME_NS);
            assertThat(frame.bytes()).hasSize(49);
        });
    }

    @Test
    void shouldRefuseACaptureThatCannotBe() {
        assertThat(client.get("/api/v1/events.pcap?seconds=0").status()).isEqualTo(400);
        assertThat(client.get("/api/v1/events.pcap?seconds=601").status()).isEqualTo(400);
    }

    @Test
    void shouldGiveACaptureWhileALongerOneGoesOn() {
        AtomicInteger longer = new AtomicInteger();
        CompletableFuture<ApiAnswer> other = CompletableFuture.supplyAsync(
                () -> client.download("/api/v1/events.pcap?seconds=600", chunk -> longer.addAndGet(chunk.length)));
        while (longer.get() == 0 && !other.isDone()) {
            Thread.onSpinWait();
        }
        assertThat(client.download("/api/v1/events.pcap?seconds=1", chunk -> {}).status())
                .isEqualTo(200);
        assertThat(other.isDone()).isFalse();
    }

    @Test
    void shouldBeginNothingWhereOnlyTheHeadIsAskedFor() {
        for (String path : List.of(
                "/healthz",
                "/metrics",
                "/api/v1/status",
                "/api/v1/counters",
                "/api/v1/events",
                "/api/v1/events?last=1",
                "/api/v1/events.pcap?seconds=600")) {
            assertThat(client.call("HEAD", path, new byte[0]).status()).as(path).isIn(200, 503);
        }
        assertThat(control.captures).hasValue(0);
        assertThat(client.download("/api/v1/events.pcap?seconds=1", chunk -> {}).status())
                .isEqualTo(200);
    }

    private static boolean isDoneSoon(CompletableFuture<?> future) throws Exception {
        try {
            future.get(5, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    private static List<CaptureFrame> frames(Path file) {
        List<CaptureFrame> frames = new ArrayList<>();
        try (CaptureFileReader reader = CaptureFileReader.open(file)) {
            for (CaptureFrame frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }
}
