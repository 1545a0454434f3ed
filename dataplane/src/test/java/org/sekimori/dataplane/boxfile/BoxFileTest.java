package org.sekimori.dataplane.boxfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;

class BoxFileTest {
    private static final BoxFileShape TWO_WORKERS = BoxFileShape.of(2);
    private static final PolicyNotice PUSHED =
            new PolicyNotice(7, 0xCAFE, "office", 12, true, "pushed", 99, 0xBEEF, true, "a remark");

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void name() {
        path = folder.resolve("state");
    }

    @Test
    void shouldShowCountersThroughASecondMapping() {
        try (BoxFile file = BoxFile.create(path, TWO_WORKERS)) {
            BoxCounters counters = file.counters("wan0", "lan0");
            int rule = counters.ruleCounter("cldap");
            counters.port(1).add(PortCounter.TRANSMITTED_BYTES, 60);
            counters.worker(0).countRule(rule, true, 100);
            counters.worker(1).countRule(rule, true, 50);
            counters.worker(1).countDirection(0, false, 70);
            counters.worker(0).countReason(Reason.LAN_SOURCE.ordinal(), true, 80);
            counters.worker(0).countUndersized(1);

            BoxCounters seen = BoxFileReader.open(path).counters();

            assertThat(seen.port(1).portName()).isEqualTo("lan0");
            assertThat(seen.port(1).value(PortCounter.TRANSMITTED_BYTES)).isEqualTo(60);
            assertThat(seen.ruleNames()).containsExactly("cldap");
            assertThat(seen.rule(rule, Kind.DROPPED)).isEqualTo(2);
            assertThat(seen.ruleBytes(rule, Kind.DROPPED)).isEqualTo(150);
            assertThat(seen.direction(0, Kind.PASSED)).isEqualTo(1);
            assertThat(seen.directionBytes(0, Kind.PASSED)).isEqualTo(70);
            assertThat(seen.reasonBytes(Reason.LAN_SOURCE, Kind.DROPPED)).isEqualTo(80);
            assertThat(seen.undersized(1)).isEqualTo(1);
        }
    }

    @Test
    void shouldAddUpWhatEachPipelineCounts() {
        try (BoxFile file = BoxFile.create(path, TWO_WORKERS)) {
            PortCounters wan = file.counters("wan0", "lan0").port(0);
            wan.addingAt(0).add(PortCounter.RECEIVED_FRAMES, 3);
            wan.addingAt(1).add(PortCounter.RECEIVED_FRAMES, 4);
            file.transit(0).record(100);
            file.transit(1).record(200);

            BoxFileReader seen = BoxFileReader.open(path);

            assertThat(seen.counters().port(0).value(PortCounter.RECEIVED_FRAMES))
                    .isEqualTo(7);
            assertThat(seen.counters().port(1).value(PortCounter.RECEIVED_FRAMES))
                    .isZero();
            assertThat(seen.transit().count()).isEqualTo(2);
            assertThat(seen.transit().sumNs()).isEqualTo(300);
        }
    }

    @Test
    void shouldShowRulesNamedAfterTheReaderOpened() {
        try (BoxFile file = BoxFile.create(path, TWO_WORKERS)) {
            BoxCounters counters = file.counters("wan0", "lan0");
            BoxCounters seen = BoxFileReader.open(path).counters();

            int last = 0;
            for (int i = 0; i < 1000; i++) {
                last = counters.ruleCounter("rule-" + i);
            }
            counters.worker(1).countRule(last, false, 64);

            assertThat(seen.ruleNames()).hasSize(1000).endsWith("rule-999");
            assertThat(seen.ruleName(last)).isEqualTo("rule-999");
            assertThat(seen.ruleBytes(last, Kind.PASSED)).isEqualTo(64);
        }
    }

    @Test
    void shouldRefuseToNameRulesInAnotherProcessesFile() {
        try (BoxFile file = BoxFile.create(path, TWO_WORKERS)) {
            BoxCounters seen = BoxFileReader.open(path).counters();

            assertThatThrownBy(() -> seen.ruleCounter("mine")).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    void shouldTellWhatTheBoxSaysOfItself() {
        try (BoxFile file = BoxFile.create(path, TWO_WORKERS)) {
            file.counters("wan0", "lan0");
            file.header().policy(PUSHED);
            file.header().notice("control is away");
            file.header().gc(3, 14);
            file.header().state(BoxState.FILTERING);
            file.header().heartbeat(System.nanoTime());

            BoxStatus status = BoxFileReader.open(path).status();

            assertThat(status.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(status.policy()).isEqualTo(PUSHED);
            assertThat(status.notice()).isEqualTo("control is away");
            assertThat(status.gcCount()).isEqualTo(3);
            assertThat(status.gcMillis()).isEqualTo(14);
            assertThat(status.state()).isEqualTo(BoxState.FILTERING);
            assertThat(status.wanName()).isEqualTo("wan0");
            assertThat(status.heartbeatAgeNs()).isBetween(0L, 10_000_000_000L);
        }
    }

    @Test
    void shouldKeepTheFileFromStrangers() throws IOException {
        try (BoxFile file = BoxFile.create(path, TWO_WORKERS)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-r-----");
        }
    }

    @Test
    void shouldTakeRoomOnlyForWhatIsUsed() throws IOException {
        try (BoxFile file = BoxFile.create(path, TWO_WORKERS)) {
            BoxCounters counters = file.counters("wan0", "lan0");
            IntStream.range(0, 100).forEach(i -> counters.ruleCounter("rule-" + i));

            assertThat(Files.size(path)).isGreaterThan(48L << 20);
            assertThat(takenBytes(path)).isBetween(1L, 1L << 20);
        }
    }

    private static long takenBytes(Path file) throws IOException {
        Process usage = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
        String line = new String(usage.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Long.parseLong(line.split("\\s")[0]);
    }

    @Test
    void shouldCutTextsThatAreTooLong() {
        try (BoxFile file = BoxFile.create(path, TWO_WORKERS)) {
            file.header().notice("é".repeat(1000));

            String notice = BoxFileReader.open(path).status().notice();

            assertThat(notice).isEqualTo("é".repeat((BoxFileDescriptor.NOTICE_LENGTH - 2) / 2));
        }
    }

    @Test
    void shouldReadAnOldFileOnAfterTheBoxMadeANewOne() {
        BoxFileWatch watch = new BoxFileWatch(path);
        assertThat(watch.current()).isEmpty();
        assertThat(watch.problem()).contains("no box runs here");

        BoxFile first = BoxFile.create(path, TWO_WORKERS);
        BoxFileReader old = watch.current().orElseThrow();
        assertThat(watch.current()).containsSame(old);
        first.close();
        BoxFile second = BoxFile.create(path, BoxFileShape.of(1));
        BoxFileReader fresh = watch.current().orElseThrow();

        assertThat(fresh).isNotSameAs(old);
        assertThat(fresh.status().instance()).isNotEqualTo(old.status().instance());
        assertThat(old.status().state()).isEqualTo(BoxState.STOPPED);
        assertThat(fresh.counters().workerCount()).isEqualTo(1);
        second.close();
    }

    @Test
    void shouldServeReadersOfTheSameProcessWithoutAFile() {
        try (BoxFile file = BoxFile.inMemory(TWO_WORKERS)) {
            file.counters("wan0", "lan0").worker(1).countDirection(1, true, 60);
            file.header().policy(PUSHED);

            assertThat(file.reader().counters().directionBytes(1, Kind.DROPPED)).isEqualTo(60);
            assertThat(file.reader().status().policy()).isEqualTo(PUSHED);
        }
    }
}
