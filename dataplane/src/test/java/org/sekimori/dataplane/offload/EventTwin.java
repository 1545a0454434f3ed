package org.sekimori.dataplane.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.agent.FrameTrial;
import org.sekimori.dataplane.agent.OriginTally;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.ebpf.TcxDescriptor;
import org.sekimori.dataplane.ebpf.XdpDescriptor;
import org.sekimori.dataplane.ebpf.policy.Offload;
import org.sekimori.dataplane.ebpf.policy.PolicyProgram;
import org.sekimori.dataplane.ebpf.walk.FailMode;
import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.event.DropCapture;
import org.sekimori.dataplane.event.DropEvent;
import org.sekimori.dataplane.event.DropSampler;
import org.sekimori.dataplane.event.EventOptions;
import org.sekimori.dataplane.event.EventReader;
import org.sekimori.dataplane.guard.Guard;
import org.sekimori.dataplane.guard.GuardOptions;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.RealtimeClock;
import org.sekimori.dataplane.linux.TestRun;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.policy.PolicyTable;

/** Has a worker's judge and a program in the kernel tell of the same frames, each into a ring of its own. */
final class EventTwin implements AutoCloseable {
    private static final EventOptions ALL = new EventOptions(100_000, 100_000, 100_000, 100_000, 1 << 18);
    private static final int JAVA = 0;
    private static final int KERNEL = 1;
    private static final long DAY_NS = 86_400_000_000_000L;

    private final BoxFile file = BoxFile.inMemory(new BoxFileShape(2, 1 << 20));
    private final BoxCounters counters = file.counters("wan", "lan");
    private final EventReader events = file.reader().events();
    private final DropCapture capture = new DropCapture();
    private final FrameSlot slot = new FrameSlot();
    private final FrameTrial trial;
    private final PolicySource policies;
    private final Guard guard = attended();
    private final KernelDrops drops;
    private final Station station;
    private final LineTally line;
    private KernelPolicy program;
    private int matches;

    /** Nothing is in the kernel yet; that policy is the first. */
    EventTwin(PolicyTable first, Station station, int samplesPerRound) {
        this.station = station.sampling();
        trial = new FrameTrial(first, new DropSampler(file.eventRing(JAVA), ALL, capture, 0));
        policies = new PolicySource(first, counters);
        DropSampler sampler = new DropSampler(file.eventRing(KERNEL), ALL, capture, System.nanoTime());
        OffloadTally tally = new OffloadTally(
                counters.worker(KERNEL),
                List.of(counters.port(0).addingAt(KERNEL), counters.port(1).addingAt(KERNEL)),
                counters,
                sampler,
                new OriginTally(),
                new RealtimeClock(),
                samplesPerRound);
        drops = new KernelDrops(tally);
        line = tally.line(station.direction());
    }

    /** Has events carry so much of their frames. */
    void capture(int bytes) {
        capture.begin(DropCapture.MAX_SECONDS, bytes);
    }

    /** Loads the policy in force; false where it has no program. */
    boolean load() {
        unload();
        Offload offload = PolicyProgram.compile(policies.current().table(), station);
        if (offload.program().isEmpty()) {
            return false;
        }
        AttachPoint point = station.hook() == Hook.XDP ? AttachPoint.XDP : AttachPoint.TCX_INGRESS;
        program = new KernelPolicy(
                offload.program().get(), policies.current().table(), point, station.direction(), guard, drops);
        program.follow(policies.current());
        return true;
    }

    /** Puts another policy in force, here and there; what the one before tells is still to be read. */
    void publish(PolicyTable table) {
        trial.policy(table);
        policies.publish(table);
    }

    /** Whether the program decides the frame, and tells of it as Java does; fails where it tells anything else. */
    boolean tells(byte[] frame) {
        slot.frame().wrap(new UnsafeBuffer(frame));
        slot.received(frame.length, 0, 0);
        slot.ingress(station.direction().ordinal());
        trial.judge(slot);
        boolean isDecided = isDecided(run(frame, 1));
        program.collect(line);
        List<String> byJava = new ArrayList<>();
        List<String> byKernel = new ArrayList<>();
        for (DropEvent event : read()) {
            matches += event.worker() == KERNEL && event.verdict().equals(DropEvent.MATCH) ? 1 : 0;
            (event.worker() == JAVA ? byJava : byKernel).add(content(event));
        }
        assertThat(byKernel).as(HexFormat.of().formatHex(frame)).isEqualTo(isDecided ? byJava : List.of());
        return !byKernel.isEmpty();
    }

    /** How many matches of rules that only watch the kernel has told of in {@link #tells}. */
    int matches() {
        return matches;
    }

    TestRun run(byte[] frame, int repeat) {
        return program.program().testRun(frame, repeat);
    }

    /** Takes what the program has told, and returns the events that came of it. */
    List<DropEvent> poll() {
        program.collect(line);
        return read();
    }

    private List<DropEvent> read() {
        List<DropEvent> read = new ArrayList<>();
        events.poll(read::add, Integer.MAX_VALUE);
        assertThat(events.lost()).isZero();
        return read;
    }

    private boolean isDecided(TestRun run) {
        boolean isForwarded = station.hook() == Hook.XDP
                ? run.result() == XdpDescriptor.REDIRECT
                : run.result() == TcxDescriptor.REDIRECT && run.mark() == TcxDescriptor.FORWARDED;
        return run.result() == station.hook().drop() || isForwarded;
    }

    /** All of an event but who told it, when, and as which. */
    private static String content(DropEvent event) {
        if (event.worker() == KERNEL) {
            long ageNs = System.currentTimeMillis() * 1_000_000 - event.timeEpochNs();
            assertThat(Math.abs(ageNs)).as("age of an event, ns").isLessThan(DAY_NS);
        }
        DropEvent bare = new DropEvent(
                0,
                0,
                0,
                event.direction(),
                event.verdict(),
                event.rule(),
                event.reason(),
                event.epoch(),
                event.ipVersion(),
                event.sourceHigh(),
                event.sourceLow(),
                event.destinationHigh(),
                event.destinationLow(),
                event.ipProtocol(),
                event.sourcePort(),
                event.destinationPort(),
                event.wireLength(),
                event.suppressedOfRule(),
                event.suppressedOfSource(),
                null);
        return bare + HexFormat.of().formatHex(event.captured());
    }

    private void unload() {
        if (program != null) {
            program.close();
            program = null;
        }
    }

    @Override
    public void close() {
        unload();
        guard.close();
    }

    /** A box is there for as long as the test takes. */
    private static Guard attended() {
        Guard guard =
                Guard.open(new GuardOptions(FailMode.OPEN, Duration.ofDays(1), Optional.empty(), false), problem -> {
                    throw new AssertionError(problem);
                });
        guard.want(GuardDescriptor.KERNEL_FIRST);
        guard.attendance().begin(System.nanoTime());
        return guard;
    }
}
