package org.sekimori.dataplane.offload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.policy.MapPlan;
import org.sekimori.dataplane.ebpf.policy.PolicyProgram;
import org.sekimori.dataplane.ebpf.walk.DropSlots;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.EbpfMap;
import org.sekimori.dataplane.linux.LoadedProgram;

/** One policy's program in the kernel, its maps, and what of its counts was taken already. Belongs to one thread at a time. */
final class KernelPolicy implements AutoCloseable {
    private final Map<MapReference, EbpfMap> maps = new HashMap<>();
    private final List<DropCount> counts = new ArrayList<>();
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[DropSlots.ENTRY_BYTES]);
    private final LoadedProgram program;

    /**
     * Loads a program; it is attached to nothing yet.
     *
     * @throws org.sekimori.dataplane.linux.NativeCallException where the kernel refuses it or its maps; nothing stays
     */
    KernelPolicy(PolicyProgram compiled) {
        LoadedProgram loaded = null;
        try {
            compiled.maps().forEach(this::make);
            loaded = LoadedProgram.load(AttachPoint.XDP, compiled.code(), maps);
        } finally {
            program = loaded;
            if (loaded == null) {
                maps.values().forEach(EbpfMap::close);
            }
        }
        DropSlots slots = compiled.slots();
        for (int rule = 0; rule < slots.ruleCount(); rule++) {
            counts.add(DropCount.ofRule(rule));
        }
        counts.add(DropCount.ofDefault(slots.byDefault()));
        counts.add(DropCount.ofLanSource(slots.lanSource()));
    }

    private void make(MapPlan plan) {
        EbpfMap map = EbpfMap.create(plan.type(), plan.keyBytes(), plan.valueBytes(), plan.maxEntries());
        maps.put(plan.reference(), map);
        for (MapPlan.Entry entry : plan.entries()) {
            map.update(new UnsafeBuffer(entry.key()), new UnsafeBuffer(entry.value()));
        }
    }

    LoadedProgram program() {
        return program;
    }

    /** Adds what was dropped since the last time; rules' counters by rule index. */
    void collect(VerdictCounters counters, int[] ruleCounters) {
        EbpfMap drops = maps.get(DropSlots.MAP);
        for (DropCount count : counts) {
            if (drops.lookup(count.slot(), value)) {
                long frames = value.getLong(DropSlots.FRAMES_OFFSET);
                long bytes = value.getLong(DropSlots.BYTES_OFFSET);
                count.collect(frames, bytes, counters, ruleCounters);
            }
        }
    }

    @Override
    public void close() {
        program.close();
        maps.values().forEach(EbpfMap::close);
    }
}
