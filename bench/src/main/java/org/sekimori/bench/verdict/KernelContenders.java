package org.sekimori.bench.verdict;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.MapPlan;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.XdpDescriptor;
import org.sekimori.dataplane.ebpf.policy.PolicyProgram;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.EbpfMap;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.policy.ShippedPolicy;

/** Programs in the kernel, each run by {@code BPF_PROG_TEST_RUN}; what this machine refuses is said, and left out. */
final class KernelContenders implements AutoCloseable {
    /** Enough that a system call and its copy of the frame don't show: under 0.2 ns a frame. */
    private static final int REPEAT = 1 << 19;

    private static final EbpfProgram EMPTY =
            new Assembler().move(Register.R0, XdpDescriptor.PASS).exit().assemble();

    private final List<LoadedProgram> programs = new ArrayList<>();
    private final List<EbpfMap> maps = new ArrayList<>();
    private final List<String> obstacles = new ArrayList<>();
    private LoadedProgram empty;
    private LoadedProgram generated;
    private HandWrittenProgram handWritten;

    /** Loads them all; {@code objectFile} holds the one in C, and is empty where nothing compiled it. */
    KernelContenders(String objectFile) {
        try {
            empty = load(EMPTY, Map.of());
            generated = loadPolicy();
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

    private LoadedProgram loadPolicy() {
        PolicyProgram policy = PolicyProgram.compile(ShippedPolicy.table(), Station.dropping(Hook.XDP))
                .program()
                .orElseThrow();
        Map<MapReference, EbpfMap> made = new HashMap<>();
        for (MapPlan plan : policy.maps()) {
            EbpfMap map = EbpfMap.create(plan);
            maps.add(map);
            made.put(plan.reference(), map);
        }
        return load(policy.code(), made);
    }

    private LoadedProgram load(EbpfProgram code, Map<MapReference, EbpfMap> made) {
        LoadedProgram program = LoadedProgram.load(AttachPoint.XDP, code, made);
        programs.add(program);
        return program;
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
            all.add(of("ebpf-empty", () -> empty.testRun(frame, REPEAT).result()));
        }
        if (generated != null) {
            check(generated.testRun(frame, 1).result(), isDropped, "ebpf-java");
            all.add(of("ebpf-java", () -> generated.testRun(frame, REPEAT).result()));
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
        programs.forEach(LoadedProgram::close);
        maps.forEach(EbpfMap::close);
        if (handWritten != null) {
            handWritten.close();
        }
    }
}
