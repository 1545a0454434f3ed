package org.sekimori.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.policy.Direction;

/**
 * Time of a verdict by the shipped policy's program in the kernel ({@code BPF_PROG_TEST_RUN}): one CLDAP question, dropped
 * over and over, without and with samples of what is dropped. Needs root. An invocation is ten million frames, for a test
 * run at XDP takes some 20 ms to get going.
 *
 * <p>The baseline, {@link #handingOn}, is a program that looks at nothing: what the test run itself costs.
 */
public class KernelVerdictBenchmark extends TimedBenchmark {
    private static final int RUNS = 10_000_000;
    /** What the box grants by default. */
    private static final int USUAL_GRANT = 64;

    /** Where the program stands: it drops only, at XDP, or forwards too, at tcx. */
    @Param
    public Hook hook;

    private final byte[] frame = SampleFrames.cldap().bytes();
    private KernelRun handingOn;
    private KernelRun counting;
    private KernelRun sampling;

    /** Loads the programs. */
    @Setup
    public void load() {
        Station station = hook == Hook.XDP ? Station.dropping(hook) : Station.forwarding(hook, Direction.INBOUND, 1);
        handingOn = KernelRun.ofHandingOn(station);
        counting = KernelRun.ofShippedPolicy(station);
        sampling = KernelRun.ofShippedPolicy(station.sampling());
    }

    /** Baseline: nothing is looked at. */
    @Benchmark
    @OperationsPerInvocation(RUNS)
    public int handingOn() {
        return handingOn.run(frame, RUNS);
    }

    /** Dropped and counted. */
    @Benchmark
    @OperationsPerInvocation(RUNS)
    public int dropped() {
        return counting.run(frame, RUNS);
    }

    /** The same in a flood: few are told of. */
    @Benchmark
    @OperationsPerInvocation(RUNS)
    public int droppedSampled() {
        sampling.grant(USUAL_GRANT);
        return sampling.run(frame, RUNS);
    }

    /** Unloads them. */
    @TearDown
    public void close() {
        handingOn.close();
        counting.close();
        sampling.close();
    }
}
