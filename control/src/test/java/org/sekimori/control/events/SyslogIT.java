package org.sekimori.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events at a real syslog server, and what happens when it is dead, stopped, or somebody else. */
@Timeout(90)
class SyslogIT {
    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();
    private SyslogServer server;

    @BeforeEach
    void start() throws IOException {
        server = new SyslogServer(folder).start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp://localhost", "tcp://localhost", "tls://localhost"})
    void shouldArriveWithAllFields(String target) {
        try (QueuedOutlet outlet = outlet(target, 100)) {
            outlet.offer(SampleEvents.drop(40000));
            outlet.offer(Event.at(SampleEvents.TIME_NS, EventKind.BOX_SILENT)
                    .with(EventField.CAUSE, "a \"quote\", a ] and a \\ in 関守")
                    .build());
            List<String> received = server.await(2);

            assertThat(received.get(0))
                    .startsWith("local0.info 2026-11-25T04:00:00.000Z gate sekimori "
                            + ProcessHandle.current().pid()
                            + " frame [sekimori@32473 time=\"2026-11-25T04:00:00.000001Z\"")
                    .contains(" direction=\"inbound\" verdict=\"drop\" rule=\"ntp\" reason=\"\" epoch=\"3\""
                            + " source=\"198.51.100.7\" source-port=\"40000\" destination=\"203.0.113.5\"")
                    .endsWith(
                            "drop inbound udp 198.51.100.7:40000 -> 203.0.113.5:123, rule ntp, 60 bytes, 12 more of this rule");
            assertThat(received.get(1))
                    .startsWith("local0.err ")
                    .contains(" box-silent ", "cause=\"a \\\"quote\\\", a \\] and a \\\\ in 関守\"");
        }
        assertThat(said).asString().isEmpty();
    }

    @Test
    void shouldNotTalkToAServerOfAnotherName() {
        try (QueuedOutlet outlet = outlet("tls://127.0.0.1", 100)) {
            outlet.offer(SampleEvents.drop(1));
            while (outlet.tally().failures() == 0) {
                Thread.onSpinWait();
            }
        }
        assertThat(said.toString()).contains("No subject alternative names").contains("127.0.0.1");
        assertThat(server.received()).isEmpty();
    }

    @Test
    void shouldNotTalkToAServerThatNobodyVouchesFor() {
        SyslogOptions options = new SyslogOptions(SyslogTarget.parse("tls://localhost"), Optional.empty(), "gate");
        try (QueuedOutlet outlet = start(options, 100)) {
            outlet.offer(SampleEvents.drop(1));
            while (outlet.tally().failures() == 0) {
                Thread.onSpinWait();
            }
        }
        assertThat(said.toString()).contains("unable to find valid certification path");
        assertThat(server.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://localhost", "tls://localhost"})
    void shouldNotWaitForAServerThatIsStopped(String target) {
        try (QueuedOutlet outlet = outlet(target, 100)) {
            outlet.offer(SampleEvents.drop(0));
            server.await(1);
            server.signal("STOP");
            int offered = 1;
            long slowestNs = 0;
            while (outlet.tally().dropped() < 1000) {
                long beforeNs = System.nanoTime();
                outlet.offer(SampleEvents.drop(offered++ % 60_000));
                slowestNs = Math.max(slowestNs, System.nanoTime() - beforeNs);
            }
            assertThat(slowestNs).isLessThan(TimeUnit.SECONDS.toNanos(1));
            server.signal("CONT");
            while (outlet.tally().written() + outlet.tally().dropped() < offered) {
                Thread.onSpinWait();
            }
            server.await((int) outlet.tally().written());
        }
        assertThat(said.toString().lines()).hasSize(1).first().asString().contains("is too slow: events are dropped");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://localhost", "tls://localhost"})
    void shouldLeaveAServerThatHangsForLong(String target) {
        try (QueuedOutlet outlet = outlet(target, 100)) {
            outlet.offer(SampleEvents.drop(0));
            server.await(1);
            server.signal("STOP");
            while (outlet.tally().dropped() == 0) {
                outlet.offer(SampleEvents.drop(1));
            }
            long writtenBefore = outlet.tally().written();
            awaitHangAndFailure(outlet);
            server.signal("CONT");
            while (outlet.tally().written() < writtenBefore + 50) {
                Thread.onSpinWait();
            }
        }
        assertThat(said.toString()).contains("; trying again every second");
    }

    /** Until the buffers on the way are full too, a write hangs, and what hangs is left; half a minute goes by at every look. */
    private static void awaitHangAndFailure(QueuedOutlet outlet) {
        long writtenLast = -1;
        long aheadNs = 0;
        while (outlet.tally().failures() == 0) {
            for (int i = 0; i < 100; i++) {
                outlet.offer(SampleEvents.drop(1));
            }
            long written = outlet.tally().written();
            if (written == writtenLast) {
                aheadNs += TimeUnit.SECONDS.toNanos(31);
                outlet.supervise(System.nanoTime() + aheadNs);
            }
            writtenLast = written;
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    @Test
    void shouldGoOnWhenADeadServerIsBack() throws InterruptedException {
        try (QueuedOutlet outlet = outlet("tcp://localhost", 100)) {
            outlet.offer(SampleEvents.drop(0));
            server.await(1);
            server.stop();
            while (outlet.tally().failures() == 0) {
                outlet.offer(SampleEvents.drop(1));
                Thread.onSpinWait();
            }
            server.start();
            while (!said.toString().contains("writes again")) {
                Thread.onSpinWait();
            }
            outlet.offer(SampleEvents.drop(2));
            while (server.received().stream().noneMatch(line -> line.contains("source-port=\"2\""))) {
                Thread.onSpinWait();
            }
        }
        assertThat(said.toString()).contains("trying again every second");
    }

    private QueuedOutlet outlet(String target, int capacity) {
        SyslogTarget parsed = SyslogTarget.parse(target);
        Optional<Path> trust =
                parsed.transport() == SyslogTarget.Transport.TLS ? Optional.of(server.certificate) : Optional.empty();
        return start(new SyslogOptions(parsed, trust, "gate"), capacity);
    }

    private QueuedOutlet start(SyslogOptions options, int capacity) {
        return server.namespace.call(
                () -> QueuedOutlet.start("syslog", new SyslogWriter(options), capacity, new PrintWriter(said, true)));
    }
}
