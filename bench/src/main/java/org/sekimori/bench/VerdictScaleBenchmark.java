package org.sekimori.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.sekimori.bench.ruleset.Packet;
import org.sekimori.bench.ruleset.TraceFrames;
import org.sekimori.bench.ruleset.Zipf;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.frame.FrameDecoder;
import org.sekimori.dataplane.linux.LargeMemory;
import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.VerdictCache;

/**
 * Time to judge one frame, decoding included, as policies grow from 10 rules to 100,000 and sets to 1,000,000 networks:
 * 1,048,576 different frames, half of them hits spread over all ranks or networks, met in a skewed (Zipf, exponent 1) or
 * an even order. The worker's cache of verdicts is in use or not; {@link PolicyTable} alone is the figure without.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {
            "-Xms2g",
            "-Xmx2g",
            "-XX:+UseTransparentHugePages",
            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED"
        })
public class VerdictScaleBenchmark {
    private static final int FRAME_COUNT = 1 << 20;
    /** Frames judged in one call; the next call goes on behind them. */
    private static final int STRETCH = 1 << 12;

    private static final long SEED = 20_260_401L;

    /** What the frames are judged by. */
    @Param({"RULES_10", "RULES_1000", "RULES_100000", "NETWORKS_100000", "NETWORKS_1000000"})
    public ScalePolicy policy;

    /** How often each frame comes. */
    @Param({"ZIPF", "UNIFORM"})
    public Order order;

    /** Entries of the verdict cache; 0 for none. */
    @Param({"0", "1048576"})
    public int cache;

    private final FrameDecoder decoder = new FrameDecoder();
    private final MatchFields fields = new MatchFields();
    private final UnsafeBuffer view = new UnsafeBuffer(new byte[0]);
    private TraceFrames frames;
    private PolicyTable table;
    private VerdictCache verdicts;
    private int[] numbers;
    private int next;

    /** Orders of frames. */
    public enum Order {
        ZIPF {
            @Override
            int[] numbers() {
                return Zipf.skewed(FRAME_COUNT, FRAME_COUNT, SEED);
            }
        },
        UNIFORM {
            @Override
            int[] numbers() {
                return Zipf.uniform(FRAME_COUNT, SEED);
            }
        };

        abstract int[] numbers();
    }

    /** Compiles the policy and builds the frames. */
    @Setup
    public void build() {
        table = policy.table();
        List<Packet> packets = policy.packets(FRAME_COUNT, table);
        frames = new TraceFrames(packets);
        numbers = order.numbers();
        verdicts = cache == 0 ? null : new VerdictCache(LargeMemory.allocate(cache * VerdictCache.ENTRY_LENGTH));
        fields.direction(Direction.INBOUND);
    }

    /** Ours. */
    @Benchmark
    @OperationsPerInvocation(STRETCH)
    public int decodeAndEvaluate() {
        int drops = 0;
        for (int i = next; i < next + STRETCH; i++) {
            frames.wrap(view, numbers[i]);
            int decoded = decoder.decode(view, view.capacity(), fields);
            drops += decoded == Reason.NONE.ordinal() && Verdict.isDrop(evaluate()) ? 1 : 0;
        }
        next = (next + STRETCH) % FRAME_COUNT;
        return drops;
    }

    private int evaluate() {
        return verdicts == null
                ? table.evaluate(fields, PacketMemory.NONE)
                : verdicts.evaluate(table, fields, PacketMemory.NONE);
    }
}
