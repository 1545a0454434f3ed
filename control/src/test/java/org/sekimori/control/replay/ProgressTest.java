package org.sekimori.control.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter err = new StringWriter();
    private long nowNs = TimeUnit.SECONDS.toNanos(100);

    @Test
    void shouldKeepSilentForTwoSecondsAndThenSayHowFarItIs() {
        try (Progress progress = new Progress(new PrintWriter(err), () -> nowNs)) {
            nowNs += TimeUnit.MILLISECONDS.toNanos(1_999);
            progress.accept(1_000);
            assertThat(err.toString()).isEmpty();
            nowNs += TimeUnit.MILLISECONDS.toNanos(1);
            progress.accept(1_234_000);
            assertThat(err.toString()).isEqualTo("\r\033[K1,234,000 frames, 617,000 frames/s, 2 s");
            nowNs += 1;
            progress.accept(1_234_001);
            assertThat(err.toString()).doesNotContain("1,234,001");
        }
        assertThat(err.toString()).endsWith(" 2 s\r\033[K");
    }

    @Test
    void shouldLeaveNothingBehindAfterAShortRun() {
        try (Progress progress = new Progress(new PrintWriter(err), () -> nowNs)) {
            progress.accept(1);
        }
        assertThat(err.toString()).isEmpty();
    }
}
