package org.sekimori.control.replay;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.agrona.concurrent.Agent;
import org.sekimori.dataplane.agent.Instruments;
import org.sekimori.dataplane.agent.Pipeline;
import org.sekimori.dataplane.agent.PipelineOptions;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.pcap.CaptureInput;
import org.sekimori.dataplane.pcap.CaptureReplay;
import org.sekimori.dataplane.pcap.ReplayFrame;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.Verdict;

/** One run of captures through the pipeline the box uses, all agents on the calling thread. */
public final class Replay {
    private static final PipelineOptions SHAPE = PipelineOptions.DEFAULT.withFrameTime();

    private final ReplayPlan plan;
    private final LongConsumer onProgress;
    private final CaptureReplay captures;
    private final Map<CaptureInput, FileTally> tallies = new IdentityHashMap<>();
    private final List<FileTally> files;
    private final FileTally total = new FileTally("total");
    private final String[] ruleNames;
    private final ReplayFaults faults = new ReplayFaults();
    private volatile boolean stopped;

    /** Nothing is read yet. The progress listener hears the number of frames done, every now and then. */
    public Replay(ReplayPlan plan, LongConsumer onProgress) {
        this.plan = plan;
        this.onProgress = onProgress;
        this.captures = new CaptureReplay(plan.inputs(), plan.otherSide(), plan.passed());
        plan.allInputs().forEach(input -> tallies.put(input, new FileTally(input.name())));
        this.files = plan.allInputs().stream().map(tallies::get).toList();
        PolicyTable policy = plan.policy();
        this.ruleNames = IntStream.range(0, policy.ruleCount())
                .mapToObj(policy::ruleName)
                .toArray(String[]::new);
    }

    /** Any thread: read no further; what is in the engine comes out, and {@link #run} returns. */
    public void stop() {
        stopped = true;
    }

    /** Replays everything. */
    public ReplayResult run() {
        BoxCounters counters =
                new BoxCounters(captures.wan().name(), captures.lan().name(), SHAPE.judgeCount());
        PolicySource policies = new PolicySource(plan.policy(), counters);
        PortPair ports = new PortPair(captures.wan(), captures.lan());
        Instruments instruments = Instruments.counting(counters, faults);
        Pipeline pipeline = new Pipeline(SHAPE, ports, policies, instruments, this::onVerdict);
        long startNs = System.nanoTime();
        try (captures) {
            drain(pipeline);
        }
        checkSums();
        return new ReplayResult(
                plan.policy().policyName(),
                files,
                total,
                counters,
                captures.faults(),
                faults.words(),
                stopped,
                System.nanoTime() - startNs);
    }

    private void drain(Pipeline pipeline) {
        Agent agent = pipeline.sharedAgent();
        while (!pipeline.isDrained()) {
            if (stopped) {
                captures.stop();
            }
            work(agent);
            onProgress.accept(total.frames());
        }
    }

    private static void work(Agent agent) {
        try {
            agent.doWork();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void onVerdict(FrameSlot slot) {
        ReplayFrame frame = captures.frameOf(slot);
        boolean dropped = Verdict.isDrop(slot.verdict());
        tallies.get(frame.input()).count(dropped, slot.wireLength());
        total.count(dropped, slot.wireLength());
        if (dropped) {
            plan.dropped().accept(slot);
        }
        plan.verdicts()
                .accept(new FrameVerdict(
                        frame.input().name(),
                        frame.capture().number(),
                        frame.direction(),
                        dropped,
                        ruleName(slot.verdict()),
                        Reason.of(slot.reason())));
    }

    private String ruleName(int verdict) {
        int rule = Verdict.ruleIndex(verdict);
        return rule == Verdict.NO_RULE ? "" : ruleNames[rule];
    }

    /** Every frame that was read has left by one way or the other; anything else is a fault of the program. */
    private void checkSums() {
        long read = captures.framesRead();
        long passed = captures.framesPassed();
        if (read != passed + total.droppedFrames() || passed != total.passedFrames()) {
            throw new IllegalStateException("frames don't add up: " + read + " read, " + passed + " sent on, "
                    + total.passedFrames() + " judged to pass and " + total.droppedFrames() + " to be dropped");
        }
    }
}
