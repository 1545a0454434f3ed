package org.sekimori.dataplane.agent;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.CompositeAgent;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.port.ReceivePort;
import org.sekimori.dataplane.state.StateOptions;

/**
 * Capture, workers and egress, joined by one ring of slots.
 *
 * <pre>
 *  WAN port -> capture -> [ ring of slots ] -> workers (0..n) -> egress -> LAN port
 *  LAN port ->                                                          -> WAN port
 * </pre>
 *
 * <p>Which threads run the agents is the caller's choice: {@link #sharedAgent} is all of them as one, {@link #agents} each
 * for a thread of its own.
 */
public final class Pipeline {
    private final RingBuffer<FrameSlot> ring;
    private final Sequence left;
    private final Progress progress;
    private final ReceivePort[] receivers;
    private final List<Agent> agents = new ArrayList<>();

    /** Joins two ports and counts, no more; nothing runs yet. */
    public Pipeline(
            PipelineOptions options,
            PortPair ports,
            PolicySource policies,
            BoxCounters counters,
            VerdictListener listener) {
        this(options, ports, policies, Instruments.counting(counters), listener);
    }

    /** Joins two ports; nothing runs yet. */
    public Pipeline(
            PipelineOptions options,
            PortPair ports,
            PolicySource policies,
            Instruments instruments,
            VerdictListener listener) {
        ring = RingBuffer.createSingleProducer(FrameSlot::new, options.ringSlots(), new BusySpinWaitStrategy());
        receivers = new ReceivePort[] {ports.wan().receiver(), ports.lan().receiver()};
        int workers = options.workerCount();
        Sequence[] judged = new Sequence[workers];
        List<Agent> judging = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            EventPoller<FrameSlot> poller = ring.newPoller();
            judged[i] = poller.getSequence();
            judging.add(new WorkerAgent(poller, seat(options, policies, instruments, i), i));
        }
        EventPoller<FrameSlot> departures = ring.newPoller(judged);
        left = departures.getSequence();
        progress = new Progress(ring, left, ports, instruments.heartbeat());
        agents.add(new CaptureAgent(ring, ports, options, progress, instruments.faults()));
        agents.addAll(judging);
        ring.addGatingSequences(left);
        JudgeSeat inlineSeat = workers == 0 ? seat(options, policies, instruments, 0) : null;
        Onlookers onlookers = new Onlookers(listener, instruments.timer(options.ringSlots()), instruments.faults());
        agents.add(new EgressAgent(departures, ports, inlineSeat, onlookers, progress, instruments.attendance()));
    }

    private static JudgeSeat seat(PipelineOptions options, PolicySource policies, Instruments instruments, int index) {
        int worker = instruments.firstWorker() + index;
        return new JudgeSeat(
                judge(options, instruments, worker), policies, instruments.whatIfs(), worker, instruments.faults());
    }

    private static FrameJudge judge(PipelineOptions options, Instruments instruments, int worker) {
        BoxCounters counters = instruments.counters();
        long seed = new SecureRandom().nextLong();
        StateOptions share = options.memory().divided(options.judgeCount());
        VerdictCounters tally = counters.worker(worker);
        WorkerMemory memory = new WorkerMemory(share, seed, options.clock(), tally);
        counters.addMemory(worker, memory.tallies());
        return new FrameJudge(tally, memory, instruments.drops().apply(worker))
                .tallyOrigins(instruments.origins().apply(worker));
    }

    /** Each agent, in the order frames meet them; capture is the first. */
    public List<Agent> agents() {
        return List.copyOf(agents);
    }

    /** All agents as one, for one thread. */
    public Agent sharedAgent() {
        return new CompositeAgent(agents);
    }

    /** What keeps the pipeline from going forward, where its heartbeat stands; for any thread. */
    public Standstill standstill() {
        return progress.standstill();
    }

    /** Whether every frame that came in has left. Exact only while capture stands still. */
    public boolean isEmpty() {
        return left.get() == ring.getCursor();
    }

    /** Whether both ports have come to their end and every frame has left; live ports never end. */
    public boolean isDrained() {
        return receivers[0].isExhausted() && receivers[1].isExhausted() && isEmpty();
    }
}
