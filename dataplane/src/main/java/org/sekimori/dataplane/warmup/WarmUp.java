package org.sekimori.dataplane.warmup;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.ErrorHandler;
import org.sekimori.dataplane.Box;
import org.sekimori.dataplane.BoxOptions;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.offload.OffloadMode;
import org.sekimori.dataplane.port.PracticeFrame;
import org.sekimori.dataplane.port.PracticePort;
import org.sekimori.dataplane.state.StateOptions;
import org.sekimori.policy.Direction;
import org.sekimori.policy.PolicyTable;

/**
 * Practice before the ports are taken: a box of the same options and policy, with counters and memory of its own, between
 * two ports that have no line, until the JVM has compiled what moves frames. Without it, the first second of a loaded line
 * overruns the receive rings while the compiler shares the core with the frames.
 */
public final class WarmUp {
    private static final StateOptions SMALL_MEMORY =
            new StateOptions(1 << 10, 1 << 8, 1 << 8, 1 << 6, 1 << 8, 1 << 8, 1 << 6);
    private static final int FRAMES_A_TURN = 128;
    private static final long PAUSE_NS = 500_000;
    /** So long without anything newly compiled is the end. */
    private static final long QUIET_NS = 300_000_000;

    private final BoxOptions options;
    private final PolicyTable table;
    private final ErrorHandler faults;
    private final BoxFile file;
    private final BoxCounters counters;
    private final PracticePort wan;
    private final PracticePort lan;
    private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();

    /**
     * For a box of these options, which will begin with that policy.
     *
     * @param faults hears of what must not happen in an agent
     */
    WarmUp(BoxOptions options, PolicyTable table, ErrorHandler faults) {
        this.options =
                options.withMemory(SMALL_MEMORY).withOffload(OffloadMode.OFF).withPipelines(1);
        this.table = table;
        this.faults = faults;
        file = BoxFile.inMemory(this.options.fileShape());
        counters = file.counters("wan", "lan");
        int slots = options.pipeline().ringSlots();
        wan = new PracticePort("wan", slots, counters.port(0));
        lan = new PracticePort("lan", slots, counters.port(1));
    }

    /**
     * Practises for a box of these options, which will begin with that policy, until nothing is compiled any more, or for so
     * long at most; and says what was done. Afterwards the memory it took is free again.
     *
     * @param faults hears of what must not happen in an agent
     * @param limitNs in nanoseconds
     */
    public static Practice practise(BoxOptions options, PolicyTable table, ErrorHandler faults, long limitNs) {
        Practice practice = new WarmUp(options, table, faults).practise(limitNs);
        // The rings it had are garbage only now, and later the box allocates nothing, so that nothing would be
        // collected.
        System.gc();
        return practice;
    }

    /** As {@link #practise(BoxOptions, PolicyTable, ErrorHandler, long)}, but what was taken stays for this object's life. */
    Practice practise(long limitNs) {
        long beganNs = System.nanoTime();
        long lastedNs;
        PolicySource policies = new PolicySource(table, counters);
        try (Box box = new Box(options, new PortPair(wan, lan), policies, file, faults)) {
            box.start();
            play(beganNs + limitNs);
            lastedNs = System.nanoTime() - beganNs;
        }
        return new Practice(judged(), lastedNs);
    }

    private long judged() {
        long frames = 0;
        for (Direction direction : Direction.values()) {
            frames += counters.direction(direction.ordinal(), Kind.PASSED)
                    + counters.direction(direction.ordinal(), Kind.DROPPED);
        }
        return frames;
    }

    /** What the practising box has counted. */
    BoxCounters counters() {
        return counters;
    }

    private void play(long deadlineNs) {
        List<PracticeFrame> inbound = PracticeFrames.ofSide(true);
        List<PracticeFrame> outbound = PracticeFrames.ofSide(false);
        long compiledMs = 0;
        long quietSinceNs = System.nanoTime();
        long nowNs = quietSinceNs;
        for (int turn = 0; nowNs - quietSinceNs < QUIET_NS && nowNs - deadlineNs < 0; turn++) {
            arrive(wan, inbound, turn);
            arrive(lan, outbound, turn);
            LockSupport.parkNanos(PAUSE_NS);
            nowNs = System.nanoTime();
            long totalMs = compiler.getTotalCompilationTime();
            if (totalMs != compiledMs) {
                compiledMs = totalMs;
                quietSinceNs = nowNs;
            }
        }
    }

    private static void arrive(PracticePort port, List<PracticeFrame> frames, int turn) {
        for (int i = 0; i < FRAMES_A_TURN; i++) {
            port.arrive(frames.get((turn * FRAMES_A_TURN + i) % frames.size()));
        }
    }
}
