package org.sekimori.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.sekimori.dataplane.agent.Instruments;
import org.sekimori.dataplane.agent.Pipeline;
import org.sekimori.dataplane.agent.PipelineOptions;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.agent.Transit;
import org.sekimori.dataplane.agent.VerdictListener;
import org.sekimori.dataplane.agent.WhatIfSource;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.TransitHistogram;
import org.sekimori.dataplane.event.DropCapture;
import org.sekimori.dataplane.event.DropSampler;
import org.sekimori.dataplane.event.EventOptions;
import org.sekimori.dataplane.linux.RealtimeClock;
import org.sekimori.policy.ShippedPolicy;

/**
 * Time of a frame through ring, judge and egress, without a kernel: with counters alone (the baseline), with events,
 * histogram and heartbeat in memory, and with all of it in a mapped file. A third of the mixed frames is dropped, each
 * from another source, which is the most work for the sampler. Beside it what single instruments cost.
 */
public class InstrumentBenchmark extends TimedBenchmark {
    private static final BoxFileShape ONE_WORKER = BoxFileShape.of(1);
    private static final PipelineOptions SHAPE = PipelineOptions.DEFAULT;
    private static final int LENGTH_MASK = 0x7FF;

    /** What is written beside frames. */
    public enum Writing {
        COUNTERS,
        MEMORY,
        FILE
    }

    /** Which. */
    @Param({"COUNTERS", "MEMORY", "FILE"})
    public Writing writing;

    private Path folder;
    private BoxFile file;
    private LoopPort wan;
    private Agent pipeline;
    private TransitHistogram histogram;

    /** Joins two ports that have no line. */
    @Setup
    public void join() throws IOException {
        folder = Files.createTempDirectory(Path.of("/dev/shm"), "sekimori-bench");
        file = writing == Writing.FILE
                ? BoxFile.create(folder.resolve("state"), ONE_WORKER)
                : BoxFile.inMemory(ONE_WORKER);
        RealtimeClock clock = new RealtimeClock();
        wan = new LoopPort(TrafficMix.MIXED.buffers(), clock.nanoTime());
        LoopPort lan = new LoopPort(new UnsafeBuffer[0], 0);
        file.counters("wan", "lan");
        PolicySource policies = new PolicySource(ShippedPolicy.table(), file.counters());
        histogram = file.transit(0);
        Instruments instruments = writing == Writing.COUNTERS ? Instruments.counting(file.counters()) : all(clock);
        pipeline =
                new Pipeline(SHAPE, new PortPair(wan, lan), policies, instruments, VerdictListener.NONE).sharedAgent();
    }

    private Instruments all(RealtimeClock clock) {
        DropCapture capture = new DropCapture();
        return new Instruments(
                file.counters(),
                file.header()::heartbeat,
                worker -> new DropSampler(file.eventRing(worker), EventOptions.DEFAULT, capture, System.nanoTime()),
                Optional.of(new Transit(histogram, clock)),
                WhatIfSource.NONE);
    }

    /** Removes the file. */
    @TearDown
    public void part() throws IOException {
        file.close();
        Files.deleteIfExists(folder.resolve("state"));
        Files.delete(folder);
    }

    /** All frames of the mix, in batches as from a busy line. */
    @Benchmark
    @OperationsPerInvocation(TrafficMix.FRAME_COUNT)
    public void frames() throws Exception {
        wan.allow(TrafficMix.FRAME_COUNT);
        int worked = 0;
        while (worked < TrafficMix.FRAME_COUNT * 3) {
            worked += pipeline.doWork();
        }
    }

    /** One entry of a tally, frame and bytes. */
    @Benchmark
    @OperationsPerInvocation(TrafficMix.FRAME_COUNT)
    public void countOne() {
        for (int i = 0; i < TrafficMix.FRAME_COUNT; i++) {
            file.counters().worker(0).countRule(i & 7, true, i & LENGTH_MASK);
        }
    }

    /** One counter alone: the baseline of the other two. */
    @Benchmark
    @OperationsPerInvocation(TrafficMix.FRAME_COUNT)
    public void addOne() {
        for (int i = 0; i < TrafficMix.FRAME_COUNT; i++) {
            file.counters().port(0).add(PortCounter.RECEIVED_BYTES, i & LENGTH_MASK);
        }
    }

    /** One time into its bucket. */
    @Benchmark
    @OperationsPerInvocation(TrafficMix.FRAME_COUNT)
    public void recordOne() {
        for (int i = 0; i < TrafficMix.FRAME_COUNT; i++) {
            histogram.record((long) i << (i & 15));
        }
    }
}
