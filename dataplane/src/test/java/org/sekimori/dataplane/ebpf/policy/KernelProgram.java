package org.sekimori.dataplane.ebpf.policy;

import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.walk.VerdictSlots;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.EbpfMap;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.dataplane.linux.TestRun;

/** A policy's program in the kernel, with its maps, attached to nothing. */
final class KernelProgram implements AutoCloseable {
    private final Map<MapReference, EbpfMap> maps = new HashMap<>();
    private final UnsafeBuffer counts = new UnsafeBuffer(new byte[VerdictSlots.ENTRY_BYTES]);
    private final LoadedProgram program;

    KernelProgram(AttachPoint point, PolicyProgram compiled) {
        compiled.maps().forEach(plan -> maps.put(plan.reference(), EbpfMap.create(plan)));
        program = LoadedProgram.load(point, compiled.code(), maps);
    }

    TestRun run(byte[] frame, int repeat) {
        return program.testRun(frame, repeat);
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
        maps.values().forEach(EbpfMap::close);
    }
}
