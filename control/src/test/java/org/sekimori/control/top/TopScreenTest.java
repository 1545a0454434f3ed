package org.sekimori.control.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.events.TestBox;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.event.EventOptions;
import org.sekimori.dataplane.event.EventReader;

class TopScreenTest {
    private static final TerminalSize LARGE = new TerminalSize(100, 200);

    @TempDir
    Path folder;

    private TestBox box;
    private final TopSources sources = new TopSources(0);

    @BeforeEach
    void start() {
        box = new TestBox(TestBox.paths(folder), new EventOptions(1, 2, 100, 100, 1 << 15));
    }

    @AfterEach
    void stop() {
        box.close();
    }

    @Test
    void shouldShowRatesAndTheBusiestFirst() {
        box.drop(1, "dns");
        TopSample before = sample();
        box.counters.port(0).add(PortCounter.RECEIVED_FRAMES, 3000);
        box.counters.port(0).add(PortCounter.RECEIVED_BYTES, 1_500_000);
        box.counters.port(1).add(PortCounter.TRANSMIT_RING_FULL, 4);
        for (int i = 0; i < 50; i++) {
            box.drop(1, "ntp");
        }
        box.counters.worker(0).countReason(Reason.LAN_SOURCE.ordinal(), true, 60);

        List<String> lines = lines(before, after(before, 2), LARGE);

        assertThat(lines)
                .anyMatch(line -> line.matches("wan eth0 +1,500 +6\\.0 M +0 +0 +0"))
                .anyMatch(line -> line.matches("lan eth1 +0 +0 +0 +0 +2"))
                .anyMatch(line -> line.matches("inbound +0 +25"));
        assertThat(lines.stream().filter(line -> line.matches("(ntp|dns|reason lan-source) .*")))
                .map(line -> line.replaceAll(" +", " "))
                .containsExactly("ntp 25 0 50 0", "reason lan-source 1 0 1 0", "dns 0 0 1 0");
    }

    @Test
    void shouldFitOnTheScreen() {
        EventReader events = box.file.reader().events();
        for (int i = 0; i < 30; i++) {
            box.drop(i, "rule-" + i);
        }
        events.poll(sources::add, 100);
        TopSample sample = sample();
        for (int rows = 1; rows < 60; rows++) {
            assertThat(lines(sample, sample, new TerminalSize(rows, 40)))
                    .hasSizeLessThanOrEqualTo(rows)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(40));
        }
        assertThat(lines(sample, sample, new TerminalSize(30, 80)))
                .hasSize(30)
                .filteredOn(line -> line.matches("0\\.0\\.0\\.\\d+ .*"))
                .hasSize(8);
    }

    @Test
    void shouldCountForSourcesWhatWasHeldBack() {
        EventReader events = box.file.reader().events();
        for (int i = 0; i < 10; i++) {
            box.drop(0xC633_6407, "ntp");
        }
        box.drop(7, "dns");
        events.poll(sources::add, 100);

        assertThat(sources.top(5)).extracting(TopSources.Source::address).containsExactly("198.51.100.7", "0.0.0.7");
        assertThat(sources.top(1).get(0).rule()).isEqualTo("ntp");
        assertThat(sources.top(1).get(0).frames()).isEqualTo(2);
        sources.fade(31_000_000_000L);
        assertThat(sources.top(1).get(0).frames()).isEqualTo(1);
        sources.fade(600_000_000_000L);
        assertThat(sources.top(1)).isEmpty();
    }

    @Test
    void shouldNotTakeAnotherBoxForTheSame() {
        box.drop(1, "ntp");
        TopSample before = sample();
        box.close();
        box = new TestBox(TestBox.paths(folder));

        assertThat(lines(before, after(before, 1), LARGE)).anyMatch(line -> line.matches("inbound +0 +0"));
    }

    private TopSample sample() {
        return TopSample.take(box.file.reader()).orElseThrow();
    }

    private TopSample after(TopSample before, int seconds) {
        TopSample now = sample();
        return new TopSample(
                before.timeNs() + seconds * 1_000_000_000L, now.status(), now.ports(), now.directions(), now.causes());
    }

    private List<String> lines(TopSample before, TopSample now, TerminalSize size) {
        return TopScreen.lines(before, now, sources, size);
    }
}
