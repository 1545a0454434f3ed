package org.sekimori.dataplane.ebpf;

/** What kind of map; the codes are {@code enum bpf_map_type} of {@code linux/bpf.h}. */
public enum MapType {
    HASH(1),
    /** Values by index, zero at first; keys are 4 bytes. */
    ARRAY(2),
    PERCPU_HASH(5),
    /** An {@link #ARRAY} for each processor: counts without atomics. */
    PERCPU_ARRAY(6),
    /** A hash that evicts what was used least recently where it is full. */
    LRU_HASH(9),
    /** Longest prefix match: a key is the prefix's length (4 bytes, the machine's order) and the address (network order). */
    LPM_TRIE(11),
    /** Interface indexes to redirect to; keys are 4 bytes, values 4 or 8. */
    DEVMAP(14),
    /**
     * Records of any length in one ring for all processors (Linux 5.8): it has no keys and values, and in place of entries
     * bytes, a power of two and whole pages.
     */
    RING_BUFFER(27);

    private final int code;

    MapType(int code) {
        this.code = code;
    }

    /** Its number in {@code bpf(2)}. */
    public int code() {
        return code;
    }

    /** Whether each processor has a value of its own. */
    public boolean isPerProcessor() {
        return this == PERCPU_HASH || this == PERCPU_ARRAY;
    }

    /** Whether its keys are indexes: 4 bytes, from 0 on. */
    public boolean isIndexed() {
        return this == ARRAY || this == PERCPU_ARRAY || this == DEVMAP;
    }

    /** Whether it holds records in place of keys and values. */
    public boolean isRing() {
        return this == RING_BUFFER;
    }

    /** Whether the kernel takes it only with {@code BPF_F_NO_PREALLOC}. */
    public boolean growsOnDemand() {
        return this == LPM_TRIE;
    }
}
