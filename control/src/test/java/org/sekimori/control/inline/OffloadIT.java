package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.replay.CommandRun;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.command.Images;
import org.sekimori.dataplane.command.socket.CommandClient;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.event.DropEvent;
import org.sekimori.dataplane.event.EventOptions;
import org.sekimori.dataplane.event.EventReader;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.policy.Direction;

/** {@code --offload drop}: the kernel drops at the WAN port by the policy in force, and the box by the same. */
class OffloadIT {
    private static final int FRAMES = 200;
    private static final byte[] GATED = FrameBuilder.frame()
            .ipv4("198.51.100.7", "192.0.2.9")
            .udp(4000, 5000)
            .payload("knock")
            .bytes();

    @TempDir
    Path folder;

    private BoxAndControl both;
    private CommandClient client;

    @BeforeEach
    void start() {
        both = new BoxAndControl(folder).startBox("--offload", "drop");
        client = new CommandClient(both.paths.commandSocket());
    }

    @AfterEach
    void stop() {
        both.close();
    }

    private void sendGated() {
        both.inline.sendFromWan(Collections.nCopies(FRAMES, GATED));
    }

    private long gateDropped(BoxCounters counters) {
        int gate = counters.ruleNames().indexOf("gate");
        return gate < 0 ? 0 : counters.rule(gate, Kind.DROPPED);
    }

    @Test
    void shouldDropBeforeTheBoxSeesItAndCountIt() {
        client.push(Images.closed("closed"), 0);
        try (BoxFileReader reader = BoxFileReader.open(both.paths.boxState())) {
            BoxCounters counters = reader.counters();
            long receivedBefore = reached(counters);
            sendGated();
            Wait.until("counted: " + gateDropped(counters), () -> gateDropped(counters) == FRAMES);
            int gate = counters.ruleNames().indexOf("gate");
            assertThat(counters.ruleBytes(gate, Kind.DROPPED)).isEqualTo((long) FRAMES * GATED.length);
            assertThat(counters.direction(Direction.INBOUND.ordinal(), Kind.DROPPED))
                    .isGreaterThanOrEqualTo(FRAMES);
            assertThat(reached(counters) - receivedBefore)
                    .as("frames that reached the box")
                    .isLessThan(FRAMES);
        }
        assertThat(both.inline.lets5000In()).isFalse();
        assertThat(both.command("status").out()).containsPattern("rule gate +201 dropped");
    }

    /** As of those that the box drops: within the limits of their source, and with all that is known of them. */
    @Test
    void shouldTellOfWhatTheKernelDrops() {
        client.push(Images.closed("closed"), 0);
        try (BoxFileReader reader = BoxFileReader.open(both.paths.boxState())) {
            EventReader events = reader.events();
            List<DropEvent> told = new ArrayList<>();
            sendGated();
            Wait.until("counted", () -> gateDropped(reader.counters()) == FRAMES);
            Wait.until("told", () -> events.poll(told::add, FRAMES) == 0 && !told.isEmpty());
            assertThat(told).hasSizeLessThanOrEqualTo(EventOptions.DEFAULT.sourceBurst() + 1);
            long epoch = reader.status().policy().epoch();
            assertThat(told)
                    .extracting(DropEventLine::of)
                    .containsOnly("epoch " + epoch + " drop " + GATED.length
                            + " bytes inbound 198.51.100.7:4000 -> 192.0.2.9:5000 protocol 17 rule gate");
            assertThat(told.get(0).timeEpochNs() / 1_000_000)
                    .isCloseTo(System.currentTimeMillis(), Offset.offset(60_000L));
        }
        both.startControl();
        Wait.until("control tells it", () -> {
            sendGated();
            return both.command("events", "--last", "100")
                    .out()
                    .contains("198.51.100.7:4000 -> 192.0.2.9:5000, rule gate");
        });
        assertThat(both.inline.log()).doesNotContain("no events");
    }

    @Test
    void shouldChangeOverWithTheWorkers() {
        for (int round = 0; round < 10; round++) {
            client.push(Images.closed("closed"), 0);
            assertThat(both.inline.lets5000In()).isFalse();
            client.push(Images.open("open"), 0);
            assertThat(both.inline.lets5000In()).isTrue();
        }
        assertThat(both.inline.log()).contains("policy 'open' is not offloaded: no inbound rule");
    }

    @Test
    void shouldShowInTheStatusWhatIsNotOffloadedAndWhy() {
        String why = "not this policy: no inbound rule of the policy drops without asking memory";
        client.push(Images.closed("closed"), 0);
        Wait.until("nothing lacks", () -> !both.status().offload().isLacking());
        assertThat(both.command("status").out())
                .containsPattern("\noffload    drop by (native|generic) XDP\n")
                .doesNotContain("WARNING");
        client.push(Images.open("open"), 0);
        Wait.until("it is shown", () -> both.status().offload().isLacking());
        assertThat(both.command("status").out())
                .containsPattern("\noffload    drop by (native|generic) XDP \\(" + why + "\\)\n")
                .containsPattern("\nWARNING    the kernel doesn't do all that --offload asks for: drop by .*" + why);
        assertThat(both.command("status", "--json").out())
                .containsPattern("\"offload\" *: *\"drop by .*" + why)
                .containsPattern("\"offload-lacking\" *: *true");
    }

    @Test
    void shouldShowACandidateEveryFrame() {
        client.push(Images.closed("closed"), 0);
        client.beginWhatIf(Images.open("open"), 600);
        try (BoxFileReader reader = BoxFileReader.open(both.paths.boxState())) {
            Wait.until("the kernel stands aside", () -> {
                sendGated();
                return reader.whatIf().stoppedFrames() >= FRAMES;
            });
            assertThat(both.inline.lets5000In())
                    .as("all before it are judged, and this one stopped")
                    .isFalse();
            long stopped = reader.whatIf().stoppedFrames();
            sendGated();
            Wait.until(
                    "all are seen: " + reader.whatIf().stoppedFrames(),
                    () -> reader.whatIf().stoppedFrames() == stopped + FRAMES);
            client.endWhatIf();
        }
        assertThat(both.inline.lets5000In()).isFalse();
    }

    @Test
    void shouldLeaveNothingOnTheInterfaceHoweverItEnds() throws InterruptedException {
        assertThat(both.inline.log()).contains("offload: drop by ");
        assertThat(onWan()).contains("prog/xdp");
        both.inline.process().destroyForcibly().waitFor();
        Wait.until("detached; there is: " + onWan(), () -> !onWan().contains("prog/xdp"));
    }

    private String onWan() {
        return both.inline.box.exec("ip", "-d", "link", "show", "dev", "wan0");
    }

    @Test
    void shouldSayThatAnOffloadCountsLikeOneMoreWorker() {
        both.inline.stop();
        CommandRun run = CommandRun.of(
                List.of("run", "--embedded", "--wan", "wan0", "--lan", "lan0", "--workers", "64", "--offload", "drop"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err())
                .contains("--workers 64: pipelines times workers, and one more for an offload, may be 64 at most")
                .hasLineCount(1);
    }

    private static long reached(BoxCounters counters) {
        return counters.port(0).value(PortCounter.RECEIVED_FRAMES)
                - counters.port(0).value(PortCounter.RECEIVED_DECIDED);
    }
}
