package org.sekimori.dataplane;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.sekimori.dataplane.agent.Instruments;
import org.sekimori.dataplane.agent.Pipeline;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.agent.Transit;
import org.sekimori.dataplane.agent.VerdictListener;
import org.sekimori.dataplane.agent.WhatIfSource;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxState;
import org.sekimori.dataplane.event.DropCapture;
import org.sekimori.dataplane.event.DropSampler;
import org.sekimori.dataplane.event.EventOptions;
import org.sekimori.dataplane.linux.CpuAffinity;
import org.sekimori.dataplane.linux.DescriptorPoll;
import org.sekimori.dataplane.offload.KernelOffload;
import org.sekimori.dataplane.offload.OffloadAgent;
import org.sekimori.dataplane.offload.OffloadMode;
import org.sekimori.dataplane.offload.OffloadTally;
import org.sekimori.dataplane.offload.Offloads;
import org.sekimori.dataplane.port.Port;
import org.sekimori.dataplane.port.SupervisedPort;

/** A pipeline between two live ports, its threads, and the watch over its lines. Owns the ports: closing closes them. */
public final class Box implements AutoCloseable {
    private static final long BACKOFF_MIN_NS = 1_000;
    private static final long BACKOFF_MAX_NS = 100_000;
    private static final int BACKOFF_SPINS = 100;
    private static final int BACKOFF_YIELDS = 10;
    private static final int WATCHER_SLEEP_MS = 20;
    private static final int CLOCK_TRIES = 100;
    private static final long CLOCK_PRECISION_NS = 250;

    private final BoxOptions options;
    private final PortPair ports;
    private final BoxFile file;
    private final ErrorHandler faults;
    private final boolean preferred = PlacedAgent.mayPrefer();
    private final DropCapture dropCapture = new DropCapture();
    private final WhatIfSource whatIfs;
    private final OffsetEpochNanoClock clock =
            new OffsetEpochNanoClock(CLOCK_TRIES, CLOCK_PRECISION_NS, Long.MAX_VALUE);
    private final List<AgentRunner> movers = new ArrayList<>();
    private final List<AgentRunner> watchers = new ArrayList<>();
    private String offload = "";

    /**
     * Joins the ports; frames flow after {@link #start}.
     *
     * @param file where the box counts and shows its state; the caller closes it
     * @param faults hears of what must not happen in an agent; the agent goes on
     */
    public Box(BoxOptions options, PortPair ports, PolicySource policies, BoxFile file, ErrorHandler faults) {
        this.options = options;
        this.ports = ports;
        this.file = file;
        this.faults = faults;
        whatIfs = new WhatIfSource(options.pipeline(), file.counters(), file::whatIf);
        Instruments instruments = new Instruments(
                file.counters(),
                file.header()::heartbeat,
                this::sampler,
                Optional.of(new Transit(file.transit(), clock)),
                whatIfs);
        Pipeline pipeline = new Pipeline(options.pipeline(), ports, policies, instruments, VerdictListener.NONE);
        List<Agent> agents =
                options.threading() == ThreadingMode.SHARED ? List.of(pipeline.sharedAgent()) : pipeline.agents();
        for (int i = 0; i < agents.size(); i++) {
            movers.add(new AgentRunner(idleStrategy(i), faults, null, placed(agents.get(i), i)));
        }
        if (ports.wan() instanceof SupervisedPort wan && ports.lan() instanceof SupervisedPort lan) {
            Agent supervisor = new LinkSupervisor(SystemNanoClock.INSTANCE, options.mirrorCarrier(), wan, lan);
            watchers.add(new AgentRunner(new SleepingMillisIdleStrategy(WATCHER_SLEEP_MS), faults, null, supervisor));
        }
        Agent housekeeping = new Housekeeping(clock, file.header());
        watchers.add(new AgentRunner(new SleepingMillisIdleStrategy(WATCHER_SLEEP_MS), faults, null, housekeeping));
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
        if (options.offload() == OffloadMode.OFF) {
            return;
        }
        int place = options.offloadCounters();
        OffloadTally tally = new OffloadTally(
                file.counters().worker(place), sampler(place), clock, OffloadTally.samplesPerRound(options.events()));
        Offloads offloads = Offloads.attach(options.offload(), ports, tally, whatIfs::isComparing, log);
        offloads.offload().ifPresent(kernel -> {
            watchers.add(new AgentRunner(
                    new SleepingMillisIdleStrategy(OffloadAgent.INTERVAL_MS), faults, null, new OffloadAgent(kernel)));
            policies.follow(kernel);
        });
        offload = offloads.offload().map(KernelOffload::words).orElse(offloads.words());
    }

    /** What the kernel does, for the start-up line; empty where nothing was wanted. */
    public String offload() {
        return offload;
    }

    /** Where to ask that events carry their frames' beginning. */
    public DropCapture dropCapture() {
        return dropCapture;
    }

    /** Where a candidate policy begins and ends to judge beside the one in force. */
    public WhatIfSource whatIfs() {
        return whatIfs;
    }

    private Agent placed(Agent agent, int index) {
        if (options.core() == BoxOptions.ANY_CORE) {
            return new PlacedAgent(agent, BoxOptions.ANY_CORE, preferred);
        }
        int core = options.core() + index;
        if (!CpuAffinity.isAvailable(core)) {
            throw new IllegalArgumentException("core " + core + " for " + agent.roleName()
                    + ": this process may not run there; 'nproc' and 'taskset -p $$' tell where it may");
        }
        return new PlacedAgent(agent, core, preferred);
    }

    /** The first agent waits for frames; those behind it in the ring wait for the ring. */
    private IdleStrategy idleStrategy(int agentIndex) {
        return switch (options.idle()) {
            case POLL -> agentIndex == 0 && isPollable() ? pollStrategy() : backoff();
            case BACKOFF -> backoff();
            case YIELD -> YieldingIdleStrategy.INSTANCE;
            case BUSY_SPIN -> BusySpinIdleStrategy.INSTANCE;
        };
    }

    private boolean isPollable() {
        return ports.wan() instanceof SupervisedPort && ports.lan() instanceof SupervisedPort;
    }

    private IdleStrategy pollStrategy() {
        return new PollIdleStrategy(new DescriptorPoll(descriptor(ports.wan()), descriptor(ports.lan())));
    }

    private static int descriptor(Port port) {
        return ((SupervisedPort) port).pollDescriptor();
    }

    private static IdleStrategy backoff() {
        return new BackoffIdleStrategy(BACKOFF_SPINS, BACKOFF_YIELDS, BACKOFF_MIN_NS, BACKOFF_MAX_NS);
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
        if (!preferred) {
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
        movers.forEach(AgentRunner::startOnThread);
        for (Port port : List.of(ports.wan(), ports.lan())) {
            if (port instanceof SupervisedPort supervised) {
                supervised.begin();
            }
        }
        watchers.forEach(AgentRunner::startOnThread);
        file.header().state(BoxState.FILTERING);
    }

    /** Stops the threads, then closes the ports, which puts the interfaces back as they were. */
    @Override
    public void close() {
        movers.forEach(AgentRunner::close);
        watchers.forEach(AgentRunner::close);
        ports.close();
        file.header().state(BoxState.STOPPED);
    }
}
