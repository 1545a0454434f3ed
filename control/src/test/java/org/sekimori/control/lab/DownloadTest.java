package org.sekimori.control.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DownloadTest {
    @Test
    void shouldReadWhatCurlMeasured() {
        Download download = Download.parse("1073741824 250000000");

        assertThat(download.bytes()).isEqualTo(1L << 30);
        assertThat(download.speed()).isEqualTo("2.00 Gbit/s");
    }

    @Test
    void shouldKeepTheComplaintOfOneThatFailed() {
        Download download = Download.parse("curl: (28) timed out\n0 0");

        assertThat(download.bytes()).isZero();
        assertThat(download.text()).isEqualTo("curl: (28) timed out");
    }

    @Test
    void shouldPreferACompleteOneToAFastOne() {
        Download cutOff = new Download(10, 1e9, "");
        Download complete = new Download(1_000, 1e6, "");

        assertThat(complete.isFasterThan(cutOff)).isTrue();
        assertThat(cutOff.isFasterThan(complete)).isFalse();
    }
}
