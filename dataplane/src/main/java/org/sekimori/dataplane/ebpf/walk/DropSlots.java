package org.sekimori.dataplane.ebpf.walk;

import org.sekimori.dataplane.ebpf.MapReference;

/**
 * Which entry of the map of drops counts what: each rule has the entry of its index, what no rule decides follows.
 *
 * @param ruleCount rules of the policy, outbound ones among them
 */
public record DropSlots(int ruleCount) {
    /** The map: an array for each processor. */
    public static final MapReference MAP = new MapReference("drops");
    /** Bytes of an entry: frames, then bytes on the wire; 8 each, in the machine's order. */
    public static final int ENTRY_BYTES = 2 * Long.BYTES;

    /** Where an entry has frames. */
    public static final int FRAMES_OFFSET = 0;
    /** Where an entry has bytes. */
    public static final int BYTES_OFFSET = Long.BYTES;

    /** The entry of frames that fell by the inbound default. */
    public int byDefault() {
        return ruleCount;
    }

    /** The entry of frames whose source is one of the inside. */
    public int lanSource() {
        return ruleCount + 1;
    }

    /** Entries in all. */
    public int count() {
        return ruleCount + 2;
    }
}
