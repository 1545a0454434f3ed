package org.sekimori.dataplane.counters;

import java.util.ArrayList;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.linux.LargeMemory;

/** Counters in memory of this process, for it alone. What is never touched takes nothing from the machine. */
final class MemoryStorage implements CounterStorage {
    private final UnsafeBuffer names = LargeMemory.allocate(RuleNames.LENGTH);
    private final List<UnsafeBuffer> ports = new ArrayList<>();
    private final List<UnsafeBuffer> memories = new ArrayList<>();
    private final List<UnsafeBuffer> verdicts = new ArrayList<>();

    MemoryStorage(int workerCount) {
        for (int i = 0; i < workerCount; i++) {
            ports.add(small(PortCounters.LENGTH));
            memories.add(small(MemoryTallies.LENGTH));
            verdicts.add(LargeMemory.allocate(VerdictCounters.LENGTH));
        }
    }

    private static UnsafeBuffer small(int lengthBytes) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(lengthBytes, BitUtil.CACHE_LINE_LENGTH));
    }

    @Override
    public int workerCount() {
        return verdicts.size();
    }

    @Override
    public UnsafeBuffer ports(int worker) {
        return ports.get(worker);
    }

    @Override
    public UnsafeBuffer names() {
        return names;
    }

    @Override
    public UnsafeBuffer memories(int worker) {
        return memories.get(worker);
    }

    @Override
    public UnsafeBuffer verdicts(int worker) {
        return verdicts.get(worker);
    }

    @Override
    public void claimRule(int ruleCounter) {
        // all of it is there
    }
}
