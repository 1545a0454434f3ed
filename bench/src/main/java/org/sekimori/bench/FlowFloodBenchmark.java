package org.sekimori.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.sekimori.dataplane.state.FlowMemory;
import org.sekimori.dataplane.state.StateOptions;

/**
 * Time of a look-up in a flow memory of the shipped size that a flood has filled: eight inside hosts, forged, ask for new
 * flows without end, and their own oldest give way. A quarter of the flows were answered before the flood began, and stay.
 * {@link FlowMemoryBenchmark} has the same figures without a flood.
 */
public class FlowFloodBenchmark extends TimedBenchmark {
    private static final int BATCH = 1024;
    private static final long SEED = 71;
    private static final int HONEST_HOSTS = 64;
    private static final int FORGED_HOSTS = 8;
    private static final int FIRST_HONEST_HOST = 0x0A00_0000;
    private static final int FIRST_FORGED_HOST = 0x0A01_0000;
    /** Flows of the flood are numbered from here, so they go to other servers. */
    private static final int FIRST_FORGED = 1 << 24;
    /** At this pace a flow of the flood is older than what is protected, and younger than what expires, when it gives way. */
    private static final long PACE_NS = TimeUnit.MICROSECONDS.toNanos(12);

    private final StateOptions shipped = StateOptions.DEFAULT;
    private final BenchFlows honest = new BenchFlows(FIRST_HONEST_HOST, HONEST_HOSTS);
    private final BenchFlows forged = new BenchFlows(FIRST_FORGED_HOST, FORGED_HOSTS);
    private final int[] answered = new int[BATCH];
    private FlowMemory memory;
    private int next = FIRST_FORGED;
    private long nowNs;

    /** Fills the memory. */
    @Setup
    public void flood() {
        memory = new FlowMemory(shipped, SEED);
        int flows = shipped.flows() / 4;
        for (int flow = 0; flow < flows; flow++) {
            memory.note(honest.outbound(flow), nowNs);
            memory.isSolicited(honest.inbound(flow), nowNs);
        }
        for (int i = 0; i < shipped.flows(); i++) {
            ask();
        }
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < BATCH; i++) {
            answered[i] = random.nextInt(flows);
        }
    }

    /** The answer to what an honest host asked. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int fullHit() {
        int hits = 0;
        for (int flow : answered) {
            hits += memory.isSolicited(honest.inbound(flow), nowNs) ? 1 : 0;
        }
        return hits;
    }

    /** What nobody asked for. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int fullMiss() {
        int hits = 0;
        for (int flow : answered) {
            hits += memory.isSolicited(honest.inbound(flow + FIRST_FORGED / 2), nowNs) ? 1 : 0;
        }
        return hits;
    }

    /** One more flow of the flood, for which another gives way. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long floodInsert() {
        for (int i = 0; i < BATCH; i++) {
            ask();
        }
        return memory.tally().size();
    }

    private void ask() {
        nowNs += PACE_NS;
        memory.note(forged.outbound(next++), nowNs);
    }
}
