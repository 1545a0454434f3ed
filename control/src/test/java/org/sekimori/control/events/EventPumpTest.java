package org.sekimori.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.boxfile.BoxFileWatch;
import org.sekimori.dataplane.boxfile.PolicyNotice;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.line.LinkState;
import org.sekimori.dataplane.line.PortRole;

@Timeout(60)
class EventPumpTest {
    private static final int SOURCE = 0xC633_6407;

    @TempDir
    Path folder;

    private final StringWriter said = new StringWriter();
    private final BlockingQueue<Event> told = new LinkedBlockingQueue<>();
    private BoxPaths paths;
    private EventPump pump;

    @BeforeEach
    void makePump() {
        paths = TestBox.paths(folder);
        pump = new EventPump(new BoxFileWatch(paths.boxState()), new PrintWriter(said, true))
                .writeTo(folder.resolve("events.jsonl"), EventFileOptions.DEFAULT);
        pump.live().subscribe(told::add);
    }

    @AfterEach
    void closePump() {
        pump.close();
    }

    @Test
    void shouldTellOfDroppedFramesEverywhere() throws Exception {
        try (TestBox box = new TestBox(paths)) {
            pump.start();
            next(EventKind.BOX_STARTED);
            next(EventKind.POLICY);
            box.drop(SOURCE, "ntp");

            Event event = next(EventKind.FRAME);
            assertThat(event.json())
                    .isEqualTo("{\"time\":\"2026-11-25T04:00:00.000001Z\",\"event\":\"frame\","
                            + "\"direction\":\"inbound\",\"verdict\":\"drop\",\"rule\":\"ntp\",\"reason\":\"\","
                            + "\"epoch\":1,\"source\":\"198.51.100.7\",\"source-port\":40000,"
                            + "\"destination\":\"203.0.113.5\",\"destination-port\":123,\"protocol\":\"udp\","
                            + "\"length\":49,\"suppressed-of-source\":0,\"suppressed-of-rule\":0}");
            assertThat(pump.recent().last(1)).containsExactly(event);
            assertThat(pump.tally().read()).isEqualTo(1);
            pump.close();
            List<String> lines = Files.readAllLines(folder.resolve("events.jsonl"));
            assertThat(lines).hasSize(3).endsWith(event.json());
        }
    }

    @Tag("long")
    @Test
    void shouldTellWhatBecomesOfTheBox() throws Exception {
        pump.start();
        try (TestBox box = new TestBox(paths)) {
            Event policy = started(EventKind.BOX_STARTED);
            assertThat(policy.json())
                    .contains("\"epoch\":1,\"policy\":\"office\",\"checksum\":\"c104fd2a\",\"rules\":2,"
                            + "\"origin\":\"pushed\",\"kept\":true,\"unconfirmed\":false,\"cause\":\"\"");
            box.beat();
            box.policy(new PolicyNotice(
                    2, 5, "strict", 3, false, "pushed", System.nanoTime() + 30_000_000_000L, 1, false, ""));
            assertThat(next(EventKind.POLICY).json())
                    .contains("\"policy\":\"strict\"")
                    .contains("\"unconfirmed\":true");
            box.file.header().heartbeat(System.nanoTime() - 60_000_000_000L);
            assertThat(next(EventKind.BOX_SILENT).json()).contains("\"silent-seconds\":60");
            box.beat();
            next(EventKind.BOX_BACK);
        }
        assertThat(next(EventKind.BOX_STATE).json()).contains("\"state\":\"stopped\"");
        try (TestBox again = new TestBox(paths)) {
            started(EventKind.BOX_RESTARTED);
            Files.delete(paths.boxState());
            assertThat(next(EventKind.BOX_SILENT).json()).contains("no box runs here");
            again.beat();
        }
    }

    @Test
    void shouldTellWhatBecomesOfThePorts() throws Exception {
        pump.start();
        try (TestBox box = new TestBox(paths)) {
            started(EventKind.BOX_STARTED);
            changed(box, PortRole.WAN, LinkState.UP);
            assertThat(next(EventKind.PORT_UP).json())
                    .endsWith("\"port\":\"wan\",\"interface\":\"eth0\",\"state\":\"up\",\"changes\":1,\"cause\":\"\"}");
            changed(box, PortRole.WAN, LinkState.NO_CARRIER);
            assertThat(next(EventKind.PORT_DOWN).json()).contains("\"port\":\"wan\"", "\"state\":\"no-carrier\"");
            changed(box, PortRole.LAN, LinkState.HELD);
            assertThat(next(EventKind.PORT_HELD).json()).contains("\"port\":\"lan\",\"interface\":\"eth1\"");
            changed(box, PortRole.WAN, LinkState.MISSING);
            next(EventKind.PORT_MISSING);
            changed(box, PortRole.WAN, LinkState.SETTLING);
            next(EventKind.PORT_RETURNED);
            changed(box, PortRole.WAN, LinkState.UP);
            next(EventKind.PORT_UP);
            box.beat();
            box.file.line().condition(PortRole.WAN, "a foreign program");
            assertThat(next(EventKind.PORT_BLOCKED).json()).contains("\"cause\":\"a foreign program\"");
            box.beat();
            box.file.line().condition(PortRole.WAN, "");
            next(EventKind.PORT_UNBLOCKED);
        }
    }

    private static void changed(TestBox box, PortRole role, LinkState state) {
        box.beat();
        box.link(role, state);
    }

    @Test
    void shouldCountWhatItWasTooSlowToRead() throws Exception {
        try (TestBox box = new TestBox(paths)) {
            pump.start();
            started(EventKind.BOX_STARTED);
            box.drop(SOURCE, "ntp");
            next(EventKind.FRAME);
            long lost = 0;
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (lost == 0) {
                assertThat(System.nanoTime()).isLessThan(deadlineNs);
                for (int i = 0; i < 10_000; i++) {
                    box.drop(SOURCE + i, "ntp");
                }
                lost = pump.tally().lost();
            }
            assertThat(next(EventKind.EVENTS_LOST).json()).contains("\"lost\":");
        }
    }

    @Tag("long")
    @Test
    void shouldTellEachEventOnceOverRestarts() throws Exception {
        try (TestBox box = new TestBox(paths)) {
            box.link(PortRole.WAN, LinkState.UP);
            box.drop(SOURCE, "before-control");
            try (EventPump first = restarted()) {
                assertThat(kinds(4))
                        .containsExactlyInAnyOrder(
                                EventKind.BOX_STARTED, EventKind.POLICY, EventKind.FRAME, EventKind.PORT_UP);
            }
            for (int i = 0; i < 3; i++) {
                box.drop(SOURCE + i, "while-away");
            }
            box.beat();
            try (EventPump second = restarted()) {
                assertThat(kinds(3)).containsExactly(EventKind.FRAME, EventKind.FRAME, EventKind.FRAME);
                assertThat(second.tally().lost()).isZero();
            }

            for (int i = 0; i < 5_000; i++) {
                box.drop(SOURCE + i, "flood");
            }
            box.beat();
            try (EventPump third = restarted()) {
                await(() -> third.tally().read() + third.tally().lost() >= 5_000);
                assertThat(third.tally().read() + third.tally().lost()).isEqualTo(5_000);
                assertThat(third.tally().lost()).isPositive();
            }
        }
    }

    @Test
    void shouldNotGreetADeadBox() throws Exception {
        new TestBox(paths).close();
        try (EventPump first = restarted()) {
            assertThat(told.poll(30, TimeUnit.SECONDS).json())
                    .contains("\"event\":\"box-state\"", "\"state\":\"stopped\"");
            try (TestBox box = new TestBox(paths)) {
                box.beat();
                assertThat(told.poll(30, TimeUnit.SECONDS).json())
                        .contains("\"event\":\"box-restarted\"", "\"state\":\"filtering\"");
            }
        }
    }

    /** A pump as the next control process makes one. */
    private EventPump restarted() {
        EventPump next = new EventPump(new BoxFileWatch(paths.boxState()), new PrintWriter(said, true))
                .resumeBy(folder.resolve("events.place"));
        next.live().subscribe(told::add);
        return next.start();
    }

    /** What is told until nothing comes for a while; so many at least. */
    private List<EventKind> kinds(int least) throws InterruptedException {
        List<EventKind> kinds = new ArrayList<>();
        Event event = told.poll(30, TimeUnit.SECONDS);
        while (event != null) {
            kinds.add(event.kind());
            event = told.poll(kinds.size() < least ? 30_000 : 700, TimeUnit.MILLISECONDS);
        }
        return kinds;
    }

    @Test
    void shouldGoOnInANewFileWhenTheOldOneIsMovedAway() throws Exception {
        Path file = folder.resolve("events.jsonl");
        pump.start();
        pump.refused("first");
        await(() -> lines(file).size() == 1);
        Files.move(file, folder.resolve("moved.jsonl"));
        await(() -> Files.exists(file));
        pump.refused("second");
        await(() -> lines(file).size() == 1);

        Files.delete(file);
        pump.reopen();
        await(() -> Files.exists(file));
        assertThat(lines(folder.resolve("moved.jsonl")))
                .singleElement()
                .asString()
                .contains("first");
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException moved) {
            return List.of();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Test
    void shouldTellOfRefusals() throws Exception {
        pump.start();
        pump.refused("office.yaml:4:5: error");

        assertThat(next(EventKind.REFUSED).json())
                .endsWith("\"event\":\"refused\",\"cause\":\"office.yaml:4:5: error\"}");
    }

    private Event started(EventKind kind) throws InterruptedException {
        next(kind);
        return next(EventKind.POLICY);
    }

    /** The next event of that kind; those of others in between are passed over, heartbeats may lag on a busy machine. */
    private Event next(EventKind kind) throws InterruptedException {
        Event event = told.poll(30, TimeUnit.SECONDS);
        while (event != null && event.kind() != kind) {
            event = told.poll(30, TimeUnit.SECONDS);
        }
        assertThat(event).as(kind.word()).isNotNull();
        return event;
    }
}
