package org.sekimori.bench.verdict;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.bench.KernelRun;
import org.sekimori.dataplane.ebpf.XdpDescriptor;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.linux.NativeCallException;

/** Programs in the kernel, each run by {@code BPF_PROG_TEST_RUN}; what this machine refuses is said, and left out. */
final class KernelContenders implements AutoCloseable {
    /** Enough that a system call and its copy of the frame don't show: under 0.2 ns a frame. */
    private static final int REPEAT = 1 << 19;

    private final List<String> obstacles = new ArrayList<>();
    private KernelRun empty;
    private KernelRun generated;
    private HandWrittenProgram handWritten;

    /** Loads them all; {@code objectFile} holds the one in C, and is empty where nothing compiled it. */
    KernelContenders(String objectFile) {
        try {
            Station station = Station.dropping(Hook.XDP);
            empty = KernelRun.ofHandingOn(station);
            generated = KernelRun.ofShippedPolicy(station);
        } catch (NativeCallException refused) {
            obstacles.add("ebpf-empty, ebpf-java: " + refused.getMessage());
        }
        if (objectFile.isEmpty()) {
            return;
        }
        try {
            handWritten = new HandWrittenProgram(objectFile, "from_wan");
        } catch (IllegalStateException refused) {
            obstacles.add("ebpf-c: " + refused.getMessage());
        }
    }

    /** What is left out and why, a line each. */
    List<String> obstacles() {
        return List.copyOf(obstacles);
    }

    /**
     * Those that are there, on that frame.
     *
     * @throws IllegalStateException where one of them drops what the others pass, or the other way round
     */
    List<Contender> on(byte[] frame, boolean isDropped) {
        List<Contender> all = new ArrayList<>();
        if (empty != null) {
            all.add(of("ebpf-empty", () -> empty.run(frame, REPEAT)));
        }
        if (generated != null) {
            check(generated.run(frame, 1), isDropped, "ebpf-java");
            all.add(of("ebpf-java", () -> generated.run(frame, REPEAT)));
        }
        if (handWritten != null) {
            HandWrittenProgram.Trial trial = handWritten.trial(frame);
            check(trial.run(1), isDropped, "ebpf-c");
            all.add(of("ebpf-c", () -> trial.run(REPEAT)));
        }
        return all;
    }

    private static Contender of(String name, Contender.Run run) {
        return Contender.of(name, REPEAT, run);
    }

    private static void check(int result, boolean isDropped, String name) {
        if (result != (isDropped ? XdpDescriptor.DROP : XdpDescriptor.PASS)) {
            throw new IllegalStateException(
                    name + " answers " + result + " for a frame that is to be " + (isDropped ? "dropped" : "passed"));
        }
    }

    @Override
    public void close() {
        if (empty != null) {
            empty.close();
        }
        if (generated != null) {
            generated.close();
        }
        if (handWritten != null) {
            handWritten.close();
        }
    }
}
