package org.sekimori.dataplane.offload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.policy.PolicyProgram;
import org.sekimori.dataplane.ebpf.walk.VerdictSlots;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.EbpfMap;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.policy.Direction;

/** One policy's program in the kernel, its maps, and what of its counts was taken already. Belongs to one thread at a time. */
final class KernelPolicy implements AutoCloseable {
    private final Direction direction;
    private final Map<MapReference, EbpfMap> maps = new HashMap<>();
    private final List<SlotCount> counts = new ArrayList<>();
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[VerdictSlots.ENTRY_BYTES]);
    private final LoadedProgram program;

    /**
     * Loads a program; it is attached to nothing yet.
     *
     * @param direction the way its frames go
     * @throws org.sekimori.dataplane.linux.NativeCallException where the kernel refuses it or its maps; nothing stays
     */
    KernelPolicy(PolicyProgram compiled, AttachPoint point, Direction direction) {
        this.direction = direction;
        LoadedProgram loaded = null;
        try {
            compiled.maps().forEach(plan -> maps.put(plan.reference(), EbpfMap.create(plan)));
            loaded = LoadedProgram.load(point, compiled.code(), maps);
        } finally {
            program = loaded;
            if (loaded == null) {
                maps.values().forEach(EbpfMap::close);
            }
        }
        VerdictSlots slots = compiled.slots();
        for (int rule = 0; rule < slots.ruleCount(); rule++) {
            counts.add(SlotCount.ofRule(rule));
        }
        counts.add(SlotCount.ofNeither(slots.byDefault()));
        counts.add(SlotCount.ofLanSource(slots.lanSource()));
        counts.add(SlotCount.ofNeither(slots.watched()));
    }

    LoadedProgram program() {
        return program;
    }

    /** Adds what was counted since the last time; rules' counters by rule index. */
    void collect(VerdictCounters counters, int[] ruleCounters) {
        EbpfMap verdicts = maps.get(VerdictSlots.MAP);
        for (SlotCount count : counts) {
            if (verdicts.lookup(count.slot(), value)) {
                count.collect(value, direction, counters, ruleCounters);
            }
        }
    }

    @Override
    public void close() {
        program.close();
        maps.values().forEach(EbpfMap::close);
    }
}
