package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.command.Images;
import org.sekimori.dataplane.command.socket.CommandClient;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.event.DropEvent;
import org.sekimori.dataplane.event.EventReader;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.linux.TestNamespace;
import org.sekimori.policy.Direction;

/** {@code --offload forward}: the kernel sends on what the policy passes, and the box the rest, by the same policy. */
class ForwardIT {
    private static final int FRAMES = 20;

    @TempDir
    Path folder;

    private BoxAndControl both;

    @AfterEach
    void stop() {
        both.close();
    }

    private CommandClient start(String mode) {
        both = new BoxAndControl(folder).startBox("--offload", mode);
        return new CommandClient(both.paths.commandSocket());
    }

    @Test
    void shouldForwardByTcxWhereSuperFramesCome() {
        CommandClient client = start("auto");
        assertThat(both.inline.log()).contains("offload: forward by tcx");
        for (int round = 0; round < 5; round++) {
            client.push(Images.closed("closed"), 0);
            assertThat(both.inline.lets5000In()).isFalse();
            client.push(Images.open("open"), 0);
            assertThat(both.inline.lets5000In()).isTrue();
        }
    }

    @Test
    void shouldCountWhatTheBoxNeverSaw() {
        CommandClient client = start("forward-tcx");
        client.push(Images.open("open"), 0);
        try (BoxFileReader reader = BoxFileReader.open(both.paths.boxState())) {
            assertThat(reachesTheBox(reader.counters())).isLessThan(FRAMES);
        }
    }

    /** The kernel takes a tag out of a frame before a program at tcx sees it. */
    @Test
    void shouldCountAndTellOfTaggedFramesAsTheyWereOnTheLine() {
        CommandClient client = start("forward-tcx");
        client.push(Images.closed("closed"), 0);
        byte[] tagged = FrameBuilder.frame()
                .vlan(0x8100, 0x2007)
                .ipv4("198.51.100.7", "192.0.2.9")
                .udp(4000, 5000)
                .payload("knock, knock, knock")
                .bytes();
        try (BoxFileReader reader = BoxFileReader.open(both.paths.boxState())) {
            BoxCounters counters = reader.counters();
            EventReader events = reader.events();
            List<DropEvent> told = new ArrayList<>();
            client.captureDrops(60, tagged.length + 10);
            both.inline.sendFromWan(List.of(tagged));
            Wait.until("told", () -> events.poll(told::add, FRAMES) == 0 && !told.isEmpty());
            assertThat(told).hasSize(1);
            assertThat(DropEventLine.of(told.get(0)))
                    .endsWith(
                            tagged.length + " bytes inbound 198.51.100.7:4000 -> 192.0.2.9:5000 protocol 17 rule gate");
            assertThat(told.get(0).captured()).isEqualTo(tagged);
            int gate = counters.ruleNames().indexOf("gate");
            Wait.until("counted", () -> counters.rule(gate, Kind.DROPPED) == 1);
            assertThat(counters.ruleBytes(gate, Kind.DROPPED)).isEqualTo(tagged.length);
            assertThat(told.get(0).worker())
                    .as("who told it, behind the one worker")
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldTellOfWhatRulesMatchInTheKernelThatOnlyWatch() {
        CommandClient client = start("forward-tcx");
        client.push(
                Images.of("version: 1\nname: watching\nrules:\n  - {name: watch, direction: inbound, protocol: udp,"
                        + " destination-ports: 5000, mode: monitor}\n"),
                0);
        try (BoxFileReader reader = BoxFileReader.open(both.paths.boxState())) {
            EventReader events = reader.events();
            List<DropEvent> told = new ArrayList<>();
            assertThat(both.inline.lets5000In()).isTrue();
            Wait.until("told", () -> events.poll(told::add, FRAMES) == 0 && !told.isEmpty());
            assertThat(told)
                    .extracting(DropEvent::verdict, DropEvent::rule, DropEvent::destinationPort, DropEvent::worker)
                    .as("who told it, behind the one worker")
                    .containsExactly(tuple("match", "watch", 5000, 1));
        }
    }

    /** Programs know the interface they send to by its number, which is another then. */
    @ParameterizedTest
    @ValueSource(strings = {"wan", "lan"})
    void shouldForwardByAnInterfaceThatVanishedAndCameBack(String side) {
        CommandClient client = start("forward-tcx");
        client.push(Images.open("open"), 0);
        both.inline.box.exec("ip", "link", "del", side + "0");
        TestNamespace.link(
                side.equals("wan") ? both.inline.wan : both.inline.lan, side + "h0", both.inline.box, side + "0");
        try (BoxFileReader reader = BoxFileReader.open(both.paths.boxState())) {
            Wait.until("its carrier is seen", () -> hasCarrier("wan0") && hasCarrier("lan0"));
            // the design gives programs a second to be there again
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            Wait.until("the box sees next to nothing", () -> reachesTheBox(reader.counters()) < FRAMES);
        }
    }

    private boolean hasCarrier(String port) {
        return both.inline.box.exec("ip", "link", "show", port).contains("LOWER_UP");
    }

    /** Sends frames that pass, and says how many the box received until all were counted as passed. */
    private long reachesTheBox(BoxCounters counters) {
        long passed = counters.direction(Direction.INBOUND.ordinal(), Kind.PASSED);
        long received = reached(counters);
        for (int i = 0; i < FRAMES; i++) {
            assertThat(both.inline.lets5000In()).isTrue();
        }
        Wait.until(
                "counted as passed",
                () -> counters.direction(Direction.INBOUND.ordinal(), Kind.PASSED) - passed >= FRAMES);
        return reached(counters) - received;
    }

    private static long reached(BoxCounters counters) {
        return counters.port(0).value(PortCounter.RECEIVED_FRAMES)
                - counters.port(0).value(PortCounter.RECEIVED_DECIDED);
    }
}
