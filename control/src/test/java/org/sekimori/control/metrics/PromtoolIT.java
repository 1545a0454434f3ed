package org.sekimori.control.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.events.EventTally;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxFileShape;

/** Prometheus' own tool finds nothing to say about names, help and values. */
class PromtoolIT {
    @TempDir
    Path folder;

    @Test
    void shouldFollowTheConventions() throws IOException, InterruptedException {
        BoxFile box = BoxFile.inMemory(BoxFileShape.of(1));
        box.counters("eth0", "eth1").ruleCounter("ntp");
        byte[] page = new MetricsRegistry(
                        () -> Optional.of(box.reader()),
                        new EventTally(),
                        () -> new ListenFacts(Map.of("mgmt0:8443", true), Optional.of(Instant.EPOCH)),
                        () -> Optional.of(MetricsRegistryTest.report()))
                .scrape("")
                .body();

        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
        try (var in = promtool.getOutputStream()) {
            in.write(page);
        }
        int status = promtool.waitFor();

        assertThat(folder.resolve("said")).isEmptyFile();
        assertThat(status).as(new String(page, StandardCharsets.UTF_8)).isZero();
    }
}
