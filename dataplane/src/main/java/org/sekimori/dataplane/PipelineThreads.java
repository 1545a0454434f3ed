package org.sekimori.dataplane;

import java.util.ArrayList;
import java.util.List;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.sekimori.dataplane.agent.Pipeline;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.linux.CpuAffinity;
import org.sekimori.dataplane.linux.DescriptorPoll;
import org.sekimori.dataplane.port.Lane;

/** The threads that move frames: those of each pipeline, in order, each on the core after the last one's. */
final class PipelineThreads implements AutoCloseable {
    private static final long BACKOFF_MIN_NS = 1_000;
    private static final long BACKOFF_MAX_NS = 100_000;
    private static final int BACKOFF_SPINS = 100;
    private static final int BACKOFF_YIELDS = 10;

    private final BoxOptions options;
    /** Agents of a pipeline handle the faults of frames themselves; what else they throw leaves the pipeline of no use. */
    private final ErrorHandler faults;

    private final boolean preferred = PlacedAgent.mayPrefer();
    private final List<AgentRunner> threads = new ArrayList<>();

    PipelineThreads(BoxOptions options, ErrorHandler faults) {
        this.options = options;
        this.faults = faults;
    }

    /** Whether the threads go before others on their cores. */
    boolean isPreferred() {
        return preferred;
    }

    /**
     * Adds those of one more pipeline, which don't run yet.
     *
     * @throws IllegalArgumentException where this process may not run on the core that one of them would have
     */
    void add(Pipeline pipeline, PortPair ports) {
        IdleStrategy first = firstIdleStrategy(ports);
        if (options.threading() == ThreadingMode.SHARED) {
            add(pipeline.sharedAgent(), first);
            return;
        }
        List<Agent> agents = pipeline.agents();
        add(agents.get(0), first);
        agents.subList(1, agents.size()).forEach(agent -> add(agent, idleStrategy()));
    }

    private void add(Agent agent, IdleStrategy idle) {
        threads.add(new AgentRunner(idle, faults, null, placed(agent)));
    }

    private Agent placed(Agent agent) {
        if (options.core() == BoxOptions.ANY_CORE) {
            return new PlacedAgent(agent, BoxOptions.ANY_CORE, preferred);
        }
        int core = options.core() + threads.size();
        if (!CpuAffinity.isAvailable(core)) {
            throw new IllegalArgumentException("core " + core + " for " + agent.roleName()
                    + ": this process may not run there; 'nproc' and 'taskset -p $$' tell where it may");
        }
        return new PlacedAgent(agent, core, preferred);
    }

    /** The first agent waits for frames; those behind it in the ring wait for the ring. */
    private IdleStrategy firstIdleStrategy(PortPair ports) {
        boolean polls = options.idle() == IdleMode.POLL;
        return polls && ports.wan() instanceof Lane wan && ports.lan() instanceof Lane lan
                ? new PollIdleStrategy(
                        new DescriptorPoll(wan.pollDescriptor(), lan.pollDescriptor()), options.longestSleepMs())
                : idleStrategy();
    }

    private IdleStrategy idleStrategy() {
        return switch (options.idle()) {
            case POLL, BACKOFF ->
                new BackoffIdleStrategy(BACKOFF_SPINS, BACKOFF_YIELDS, BACKOFF_MIN_NS, BACKOFF_MAX_NS);
            case YIELD -> YieldingIdleStrategy.INSTANCE;
            case BUSY_SPIN -> BusySpinIdleStrategy.INSTANCE;
        };
    }

    void start() {
        threads.forEach(AgentRunner::startOnThread);
    }

    @Override
    public void close() {
        threads.forEach(AgentRunner::close);
    }
}
