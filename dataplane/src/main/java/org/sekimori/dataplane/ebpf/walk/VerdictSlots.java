package org.sekimori.dataplane.ebpf.walk;

import java.util.List;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.ebpf.MapPlan;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.MapType;

/**
 * Which entry of the map of verdicts counts what: each rule has the entry of its index, what no rule decides follows.
 *
 * <pre>
 *  an entry:   0 frames passed   8 frames dropped  16 frames monitored
 *             24 bytes passed   32 bytes dropped   40 bytes monitored      bytes on the wire, the machine's order
 *             48 frames that were told of
 *             56 round of the last record (4 bytes)         60 records in it (4 bytes); see {@link SampleDescriptor}
 * </pre>
 *
 * @param ruleCount rules of the policy, those of the other direction among them
 */
public record VerdictSlots(int ruleCount) {
    /** The map: an array for each processor. */
    public static final MapReference MAP = new MapReference("verdicts");
    /** Bytes of an entry: a cache line. */
    public static final int ENTRY_BYTES = 64;
    /** Where an entry has the number of frames that were told of: 0 where no frame of that entry is. */
    public static final int TOLD = 48;

    static final int ROUND = 56;
    static final int TAKEN = 60;
    private static final int BYTES_OFFSET = 24;

    /** The map with that many entries. */
    public static MapPlan plan(int entries) {
        return new MapPlan(MAP, MapType.PERCPU_ARRAY, Integer.BYTES, ENTRY_BYTES, entries, List.of());
    }

    /** Where an entry has the frames of that kind. */
    public static int framesOffset(Kind kind) {
        return kind.ordinal() * Long.BYTES;
    }

    /** Where an entry has their bytes. */
    public static int bytesOffset(Kind kind) {
        return BYTES_OFFSET + framesOffset(kind);
    }

    /** The entry of frames that met the direction's default. */
    public int byDefault() {
        return ruleCount;
    }

    /** The entry of frames whose source is one of the inside. */
    public int lanSource() {
        return ruleCount + 1;
    }

    /** The entry of frames that pass because the policy only watches: what they met is counted as monitored elsewhere. */
    public int watched() {
        return ruleCount + 2;
    }

    /** The entry of frames that only the box could judge, while no box was there. */
    public int alone() {
        return ruleCount + 3;
    }

    /** Entries in all. */
    public int count() {
        return ruleCount + 4;
    }
}
