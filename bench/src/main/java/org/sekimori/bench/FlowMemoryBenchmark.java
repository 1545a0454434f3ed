package org.sekimori.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.collections.Long2LongHashMap;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.sekimori.dataplane.state.FlowMemory;
import org.sekimori.dataplane.state.StateOptions;

/**
 * Time to look up one flow that is there, one that isn't, and to remember one more where another expires, writing the
 * packet's fields included.
 *
 * <p>The baseline is Agrona's map from long to long with as many entries. It does less: eight bytes of key instead of
 * forty, no expiry, no quota, and a hash that whoever sends packets can aim at.
 */
public class FlowMemoryBenchmark extends TimedBenchmark {
    private static final int BATCH = 1024;
    private static final long SEED = 71;
    private static final int HOSTS = 64;
    private static final int FIRST_HOST = 0x0A00_0000;
    private static final long MISSING = -1;
    /** So long after a flow was asked it expires unanswered. */
    private static final long LIFETIME_NS = TimeUnit.SECONDS.toNanos(30);

    /** Flows remembered. */
    @Param({"1024", "131072"})
    public int flows;

    private final BenchFlows traffic = new BenchFlows(FIRST_HOST, HOSTS);
    private final int[] present = new int[BATCH];
    private FlowMemory memory;
    private FlowMemory turnover;
    private Long2LongHashMap map;
    private int next;
    private long nowNs;

    /** Fills all with the same flows. */
    @Setup
    public void fill() {
        StateOptions shipped = StateOptions.DEFAULT;
        memory = new FlowMemory(shipped, SEED);
        turnover = new FlowMemory(shipped, SEED);
        map = new Long2LongHashMap(MISSING);
        for (int flow = 0; flow < flows; flow++) {
            memory.note(traffic.outbound(flow), 0);
            memory.isSolicited(traffic.inbound(flow), 0);
            map.put(traffic.key(flow), flow);
        }
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < BATCH; i++) {
            present[i] = random.nextInt(flows);
        }
    }

    /** Ours: the answer to what was asked. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int hit() {
        int hits = 0;
        for (int flow : present) {
            hits += memory.isSolicited(traffic.inbound(flow), 0) ? 1 : 0;
        }
        return hits;
    }

    /** Ours: nobody asked. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int miss() {
        int hits = 0;
        for (int flow : present) {
            hits += memory.isSolicited(traffic.inbound(flow + flows), 0) ? 1 : 0;
        }
        return hits;
    }

    /** Ours: a new question, at a pace at which as many flows as asked for wait for an answer, and one expires. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long insert() {
        for (int i = 0; i < BATCH; i++) {
            nowNs += LIFETIME_NS / flows;
            turnover.note(traffic.outbound(next++), nowNs);
        }
        return turnover.tally().size();
    }

    /** Baseline: found. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long mapHit() {
        long sum = 0;
        for (int flow : present) {
            sum += map.get(traffic.key(flow));
        }
        return sum;
    }

    /** Baseline: not found. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long mapMiss() {
        long sum = 0;
        for (int flow : present) {
            sum += map.get(traffic.key(flow + flows));
        }
        return sum;
    }

    /** Baseline: one in, one out. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long mapInsert() {
        for (int i = 0; i < BATCH; i++) {
            map.remove(traffic.key(next));
            map.put(traffic.key(next + flows), next++);
        }
        return map.size();
    }
}
