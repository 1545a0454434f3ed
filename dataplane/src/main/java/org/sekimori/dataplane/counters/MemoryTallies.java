package org.sekimori.dataplane.counters;

import java.util.EnumMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.state.MemoryKind;
import org.sekimori.dataplane.state.Tally;

/** The tallies of one worker's memories, one after the other in the order of {@link MemoryKind}. */
public final class MemoryTallies {
    /** Bytes of a worker's tallies, with room for more kinds. */
    public static final int LENGTH = 4096;

    private final UnsafeBuffer storage;
    private final Map<MemoryKind, Tally> tallies = new EnumMap<>(MemoryKind.class);

    MemoryTallies(UnsafeBuffer storage) {
        this.storage = storage;
        for (MemoryKind kind : MemoryKind.values()) {
            tallies.put(kind, new Tally(storage, kind.ordinal() * Tally.LENGTH));
        }
    }

    /** What that memory counts, readable by anyone. */
    Tally of(MemoryKind kind) {
        return tallies.get(kind);
    }

    /** Has a memory count here from now on; before its worker starts. */
    void take(MemoryKind kind, Tally tally) {
        tally.moveTo(storage, kind.ordinal() * Tally.LENGTH);
    }
}
