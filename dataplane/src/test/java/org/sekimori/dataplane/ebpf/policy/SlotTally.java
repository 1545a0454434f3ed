package org.sekimori.dataplane.ebpf.policy;

import java.util.Map;
import java.util.TreeMap;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.ebpf.walk.VerdictSlots;

/** What a program should have counted, or has. */
final class SlotTally {
    private final Map<String, Long> counts = new TreeMap<>();

    static SlotTally of(KernelProgram program, VerdictSlots slots) {
        SlotTally found = new SlotTally();
        for (int slot = 0; slot < slots.count(); slot++) {
            for (Kind kind : Kind.values()) {
                found.add(slot, kind, program.frames(slot, kind), program.bytes(slot, kind));
            }
        }
        return found;
    }

    void count(int slot, Kind kind, int bytes) {
        add(slot, kind, 1, bytes);
    }

    private void add(int slot, Kind kind, long frames, long bytes) {
        if (frames != 0) {
            counts.merge(slot + " " + kind.word() + " frames", frames, Long::sum);
            counts.merge(slot + " " + kind.word() + " bytes", bytes, Long::sum);
        }
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
