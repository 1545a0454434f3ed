package org.sekimori.dataplane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.sekimori.dataplane.agent.Heartbeat;
import org.sekimori.dataplane.agent.Instruments;
import org.sekimori.dataplane.agent.OriginTally;
import org.sekimori.dataplane.agent.Pipeline;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.agent.Transit;
import org.sekimori.dataplane.agent.VerdictListener;
import org.sekimori.dataplane.agent.WhatIfSource;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxState;
import org.sekimori.dataplane.boxfile.GuardNotice;
import org.sekimori.dataplane.boxfile.OffloadNotice;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.event.DropCapture;
import org.sekimori.dataplane.event.DropSampler;
import org.sekimori.dataplane.event.EventOptions;
import org.sekimori.dataplane.guard.AttendanceRegister;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.linux.RealtimeClock;
import org.sekimori.dataplane.offload.KernelOffload;
import org.sekimori.dataplane.offload.OffloadAgent;
import org.sekimori.dataplane.offload.OffloadTally;
import org.sekimori.dataplane.offload.Offloads;
import org.sekimori.dataplane.port.Port;
import org.sekimori.dataplane.port.SupervisedPort;

/**
 * Pipelines between two live ports, their threads, and the watch over the lines. Owns the ports: closing closes them.
 */
public final class Box implements AutoCloseable {
    /** As often as the link supervisor looks: waking more often is all that an idle box would do. */
    private static final int SUPERVISOR_SLEEP_MS = 50;

    private static final int HOUSEKEEPING_SLEEP_MS = 500;
    private static final int FOREIGN_SLEEP_MS = 1_000;

    private final BoxOptions options;
    private final PortPair ports;
    private final BoxFile file;
    private final ErrorHandler log;
    private final BoxFaults faults;
    private final List<Pipeline> pipelines = new ArrayList<>();
    private final PipelineThreads movers;
    private final DropCapture dropCapture = new DropCapture();
    private final WhatIfSource whatIfs;
    private final List<OriginTally> origins;
    private final List<AgentRunner> watchers = new ArrayList<>();
    private final AttendanceRegister attendance = new AttendanceRegister();
    private Optional<KernelOffload> kernel = Optional.empty();
    private OffloadNotice offload = OffloadNotice.NONE;

    /**
     * Joins the ports; frames flow after {@link #start}.
     *
     * @param ports opened for as many pipelines as the options want
     * @param file where the box counts and shows its state; the caller closes it
     * @param log hears of faults of this program; never called by a thread that moves frames
     */
    public Box(BoxOptions options, PortPair ports, PolicySource policies, BoxFile file, ErrorHandler log) {
        this.options = options;
        this.ports = ports;
        this.file = file;
        this.log = log;
        faults = new BoxFaults(file.header(), log);
        movers = new PipelineThreads(options, fault -> faults.fail("an agent failed: " + FaultWords.of(fault)));
        origins = Stream.generate(OriginTally::new)
                .limit(options.fileShape().workers())
                .toList();
        whatIfs = new WhatIfSource(options.together(), file.counters(), file::whatIf);
        ProgressWatch watch = new ProgressWatch(this::beat, faults::fail);
        JointHeartbeat heartbeat = new JointHeartbeat(options.pipelines(), watch);
        for (int i = 0; i < options.pipelines(); i++) {
            PortPair lanes = lanes(i);
            Instruments instruments = instruments(i, heartbeat.of(i));
            Pipeline pipeline = new Pipeline(options.share(), lanes, policies, instruments, VerdictListener.NONE);
            pipelines.add(pipeline);
            movers.add(pipeline, lanes);
        }
        if (ports.wan() instanceof SupervisedPort wan && ports.lan() instanceof SupervisedPort lan) {
            Agent supervisor = new LinkSupervisor(
                    SystemNanoClock.INSTANCE,
                    SystemEpochClock.INSTANCE,
                    options.mirrorCarrier(),
                    file.line(),
                    wan,
                    lan);
            watch(supervisor, SUPERVISOR_SLEEP_MS);
            watch(new ForeignWatch(SystemNanoClock.INSTANCE, wan.name(), lan.name(), file.line()), FOREIGN_SLEEP_MS);
        }
        Agent swapWatch =
                new SwapWatch(SystemNanoClock.INSTANCE, origins, file.line(), this::linkChanges, names(ports));
        watch(new CompositeAgent(new Housekeeping(whatIfs, file.header(), faults), swapWatch), HOUSEKEEPING_SLEEP_MS);
        watch.causes(() -> pipelines.get(heartbeat.silentest()).standstill());
        watch(watch, ProgressWatch.INTERVAL_MS);
    }

    private void watch(Agent agent, int intervalMs) {
        Agent steady = new SteadyAgent(agent, log);
        watchers.add(new AgentRunner(new SleepingMillisIdleStrategy(intervalMs), log, null, steady));
    }

    private static String names(PortPair ports) {
        return "WAN " + ports.wan().name() + ", LAN " + ports.lan().name();
    }

    private long linkChanges() {
        long changes = 0;
        for (PortRole role : PortRole.values()) {
            PortCounters port = file.counters().port(role.ordinal());
            changes += port.value(PortCounter.LINK_LOST) + port.value(PortCounter.INTERFACE_VANISHED);
        }
        return changes;
    }

    /** What that pipeline has of the ports; a port that can't be divided is its only one's. */
    private PortPair lanes(int pipeline) {
        return ports.wan() instanceof SupervisedPort wan && ports.lan() instanceof SupervisedPort lan
                ? new PortPair(wan.lane(pipeline), lan.lane(pipeline))
                : ports;
    }

    private void beat(long nanoTime) {
        file.header().heartbeat(nanoTime);
        attendance.beat(nanoTime);
    }

    private Instruments instruments(int pipeline, Heartbeat heartbeat) {
        int firstWorker = options.firstWorker(pipeline);
        return new Instruments(
                file.counters(),
                heartbeat,
                this::sampler,
                Optional.of(new Transit(file.transit(firstWorker), new RealtimeClock())),
                whatIfs,
                faults,
                origins::get,
                firstWorker,
                attendance.of(pipeline));
    }

    /** An offload tells like one more worker. */
    private DropSampler sampler(int worker) {
        EventOptions share = options.events().divided(options.fileShape().workers());
        return new DropSampler(file.eventRing(worker), share, dropCapture, System.nanoTime());
    }

    /**
     * Has the kernel do part of the work, as the options want it; before {@link #start}. Where it can't, the box does all.
     *
     * @param policies those the box was made with
     * @param log hears, a line each, what is not offloaded and why
     */
    public void offload(PolicySource policies, Consumer<String> log) {
        if (!options.usesKernel()) {
            return;
        }
        int place = options.judgeCount();
        OffloadTally tally = new OffloadTally(
                file.counters().worker(place),
                List.of(
                        file.counters().port(0).addingAt(place),
                        file.counters().port(1).addingAt(place)),
                file.counters(),
                sampler(place),
                origins.get(place),
                new RealtimeClock(),
                OffloadTally.samplesPerRound(options.events()));
        Offloads offloads =
                Offloads.attach(options.offload(), options.guard(), ports, tally, whatIfs::isComparing, log);
        kernel = offloads.offload();
        kernel.ifPresent(attached -> {
            watch(new OffloadAgent(attached, file.header()), OffloadAgent.INTERVAL_MS);
            policies.follow(attached);
            attached.attendance().ifPresent(attendance::enter);
        });
        offload = offloads.offload().map(KernelOffload::notice).orElse(new OffloadNotice(offloads.words(), true));
        file.header().offload(offload);
        file.header().guard(kernel.map(KernelOffload::guardNotice).orElse(GuardNotice.NONE));
    }

    /** What the kernel does, for the start-up line; empty where nothing was wanted. */
    public String offload() {
        return offload.words();
    }

    /** From now on a box that fails ends this process, if whoever runs it doesn't within seconds. */
    public void endProcessOnFailure() {
        faults.endProcess();
    }

    /** Why the box is of no use any more and has to be closed, by a fault of this program; mostly nothing. */
    public Optional<String> failure() {
        return faults.failure();
    }

    /** Where to ask that events carry their frames' beginning. */
    public DropCapture dropCapture() {
        return dropCapture;
    }

    /** Where a candidate policy begins and ends to judge beside the one in force. */
    public WhatIfSource whatIfs() {
        return whatIfs;
    }

    /** How the kernel's own stack is kept off the ports, for the start-up line. */
    public String silence() {
        if (ports.wan() instanceof SupervisedPort wan && ports.lan() instanceof SupervisedPort lan) {
            String both = wan.silence().equals(lan.silence()) ? wan.silence() : wan.silence() + ", " + lan.silence();
            return "kernel stack kept off by " + both;
        }
        return "kernel stack not kept off";
    }

    /** What the user should know before relying on the box, a line each; mostly nothing. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!movers.isPreferred()) {
            warnings.add(
                    "frames have no preference over other work on their core: CAP_SYS_NICE, or a limit for the niceness"
                            + " of " + PlacedAgent.PREFERRED_NICENESS + " ('ulimit -e 30'), is missing");
        }
        if (ports.wan() instanceof SupervisedPort wan
                && ports.lan() instanceof SupervisedPort lan
                && wan.mtuBytes() != lan.mtuBytes()) {
            warnings.add("the MTU of " + wan.name() + " is " + wan.mtuBytes() + " bytes and that of " + lan.name() + " "
                    + lan.mtuBytes() + ": longer frames are lost on the way to the smaller; set both alike");
        }
        return warnings;
    }

    /** Starts the threads that move frames, then has the frames come in, then starts all others. */
    public void start() {
        movers.start();
        for (Port port : List.of(ports.wan(), ports.lan())) {
            if (port instanceof SupervisedPort supervised) {
                supervised.begin();
            }
        }
        watchers.forEach(AgentRunner::startOnThread);
        file.header().state(BoxState.FILTERING);
    }

    /** From now on {@link #close} leaves the line as this box has it: another one is there to take it over. */
    public void leaveLine() {
        kernel.ifPresent(KernelOffload::stay);
        leavePorts();
    }

    private void leavePorts() {
        for (Port port : List.of(ports.wan(), ports.lan())) {
            if (port instanceof SupervisedPort supervised) {
                supervised.leave();
            }
        }
    }

    /**
     * Leaves the line to the guard, stops the threads, then closes the ports, which puts the interfaces back as they were,
     * unless the guard stays.
     */
    @Override
    public void close() {
        kernel.ifPresent(KernelOffload::leave);
        attendance.leave();
        if (kernel.map(KernelOffload::stays).orElse(false)) {
            leavePorts();
        }
        movers.close();
        watchers.forEach(AgentRunner::close);
        faults.tell();
        ports.close();
        file.header().state(BoxState.STOPPED);
    }
}
