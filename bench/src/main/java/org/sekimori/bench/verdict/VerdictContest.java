package org.sekimori.bench.verdict;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.packet.IllegalRawDataException;
import org.sekimori.bench.TrafficMix;
import org.sekimori.dataplane.linux.CpuAffinity;
import org.sekimori.dataplane.linux.NativeCallException;

/**
 * Lets all contenders take turns on one frame after the other, on one core, and writes each turn as {@code frame, round,
 * contender, nanoseconds a frame} to standard output. Time is the thread's own on the processor for all of them: loops and
 * system calls are in it, waiting is not, of which a test run does more than work (for the kernel to lay a way to the
 * program). What {@code bench/rig/verdict} starts.
 */
public final class VerdictContest {
    private static final long TURN_NS = TimeUnit.MILLISECONDS.toNanos(10);
    /** Turns of each contender in Java before anything is counted: compilers are done by then. */
    private static final int WARM_UP_TURNS = 100;
    /** The same for the frames after the first, whose code is compiled already. */
    private static final int WARM_UP_TURNS_AGAIN = 20;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Answers of all runs, for anyone to see. */
    public static volatile int answers;

    private VerdictContest() {}

    /** Arguments: the core, rounds, the C program's object file or nothing, the contenders or nothing for all, and the frames. */
    public static void main(String[] arguments) throws PcapNativeException, NotOpenException, IllegalRawDataException {
        pin(Integer.parseInt(arguments[0]));
        int rounds = Integer.parseInt(arguments[1]);
        try (KernelContenders kernel = new KernelContenders(arguments[2])) {
            kernel.obstacles().forEach(line -> System.err.println("left out: " + line));
            int warmUpTurns = WARM_UP_TURNS;
            for (int i = 4; i < arguments.length; i++) {
                play(TrafficMix.valueOf(arguments[i]), rounds, kernel, Set.of(arguments[3].split(",")), warmUpTurns);
                warmUpTurns = WARM_UP_TURNS_AGAIN;
            }
        }
    }

    private static void pin(int core) {
        try {
            CpuAffinity.pin(core);
        } catch (NativeCallException refused) {
            System.err.println("not pinned: " + refused.getMessage());
        }
    }

    private static void play(TrafficMix mix, int rounds, KernelContenders kernel, Set<String> wanted, int warmUpTurns)
            throws PcapNativeException, NotOpenException, IllegalRawDataException {
        try (JavaContenders java = new JavaContenders(mix)) {
            List<Contender> all = new ArrayList<>(java.all());
            all.removeIf(contender -> !isWanted(contender, wanted));
            for (Contender contender : all) {
                for (int turn = 0; turn < warmUpTurns; turn++) {
                    turn(contender);
                }
            }
            all.addAll(kernel.on(mix.bytes()[0], java.isDropped()));
            all.removeIf(contender -> !isWanted(contender, wanted));
            for (int round = 1; round <= rounds; round++) {
                for (Contender contender : all) {
                    System.out.println(mix + "\t" + round + "\t" + contender.name() + "\t" + turn(contender));
                }
            }
        }
    }

    private static boolean isWanted(Contender contender, Set<String> wanted) {
        return wanted.contains("") || wanted.contains(contender.name());
    }

    /** Nanoseconds a frame, over a turn. */
    private static double turn(Contender contender) throws IllegalRawDataException {
        long frames = 0;
        long begin = THREADS.getCurrentThreadCpuTime();
        long elapsed;
        do {
            answers += contender.run();
            frames += contender.framesPerRun();
            elapsed = THREADS.getCurrentThreadCpuTime() - begin;
        } while (elapsed < TURN_NS);
        return (double) elapsed / frames;
    }
}
