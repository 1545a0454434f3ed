package org.sekimori.dataplane.ebpf.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.ebpf.MapPlan;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.flow.FlowDescriptor;
import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.VerdictSlots;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.EbpfMap;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.dataplane.linux.MapMemory;
import org.sekimori.dataplane.linux.TestRun;
import org.sekimori.dataplane.linux.TranslatedProgram;

/** A policy's program in the kernel, with its maps, attached to nothing. */
final class KernelProgram implements AutoCloseable {
    private final Map<MapReference, EbpfMap> maps = new HashMap<>();
    private final List<EbpfMap> owned = new ArrayList<>();
    private final UnsafeBuffer counts = new UnsafeBuffer(new byte[VerdictSlots.ENTRY_BYTES]);
    private final LoadedProgram program;
    /** Null until it is asked for. */
    private MapMemory guard;

    /** With a map of flows of its own, if it needs one. */
    KernelProgram(Hook hook, PolicyProgram compiled) {
        this(hook, compiled, Map.of());
    }

    /** With maps that others look after, beside its own. */
    KernelProgram(Hook hook, PolicyProgram compiled, Map<MapReference, EbpfMap> shared) {
        maps.putAll(shared);
        compiled.maps().forEach(this::make);
        if (compiled.needsFlows() && !shared.containsKey(FlowDescriptor.MAP)) {
            make(FlowDescriptor.PLAN);
        }
        if (compiled.code().maps().contains(GuardDescriptor.MAP) && !shared.containsKey(GuardDescriptor.MAP)) {
            make(GuardDescriptor.PLAN);
            mode(GuardDescriptor.KERNEL_FIRST);
        }
        AttachPoint point = hook == Hook.XDP ? AttachPoint.XDP : AttachPoint.TCX_INGRESS;
        program = LoadedProgram.load(point, compiled.code(), maps);
    }

    private void make(MapPlan plan) {
        EbpfMap map = EbpfMap.create(plan);
        owned.add(map);
        maps.put(plan.reference(), map);
    }

    /** Who decides from now on; the box, where it is there, makes rounds for ever. */
    void mode(int mode) {
        UnsafeBuffer guard = new UnsafeBuffer(new byte[GuardDescriptor.LENGTH]);
        guard.putInt(GuardDescriptor.MODE_OFFSET, mode);
        guard.putLong(GuardDescriptor.LIMIT_OFFSET, Long.MAX_VALUE);
        maps.get(GuardDescriptor.MAP).update(0, guard);
    }

    /** The guard's value itself, where there is one. */
    UnsafeBuffer guard() {
        if (guard == null) {
            guard = new MapMemory(maps.get(GuardDescriptor.MAP), GuardDescriptor.LENGTH);
        }
        return guard.values();
    }

    TestRun run(byte[] frame, int repeat) {
        return program.testRun(frame, repeat);
    }

    int verifiedInstructions() {
        return program.verifiedInstructions();
    }

    TranslatedProgram translated() {
        return TranslatedProgram.of(program);
    }

    long frames(int slot, Kind kind) {
        return count(slot, VerdictSlots.framesOffset(kind));
    }

    long bytes(int slot, Kind kind) {
        return count(slot, VerdictSlots.bytesOffset(kind));
    }

    private long count(int slot, int offset) {
        if (!maps.get(VerdictSlots.MAP).lookup(slot, counts)) {
            throw new AssertionError("no entry " + slot);
        }
        return counts.getLong(offset);
    }

    @Override
    public void close() {
        program.close();
        if (guard != null) {
            guard.close();
        }
        owned.forEach(EbpfMap::close);
    }
}
