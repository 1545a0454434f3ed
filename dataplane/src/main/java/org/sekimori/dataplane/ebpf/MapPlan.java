package org.sekimori.dataplane.ebpf;

import java.util.List;

/**
 * A map that has to be there, with its contents, before a program is loaded.
 *
 * @param reference what the program calls it
 * @param maxEntries room, at least 1
 * @param entries what is in it from the start
 * @param isMappable whether processes may map its values ({@code BPF_F_MMAPABLE}, arrays only, Linux 5.5)
 */
public record MapPlan(
        MapReference reference,
        MapType type,
        int keyBytes,
        int valueBytes,
        int maxEntries,
        List<Entry> entries,
        boolean isMappable) {
    /** A key and its value, as the kernel takes them; nobody changes the arrays. */
    public record Entry(byte[] key, byte[] value) {}

    /** Takes a copy of the list. */
    public MapPlan {
        entries = List.copyOf(entries);
    }

    /** One whose values are reached by calls only. */
    public MapPlan(
            MapReference reference, MapType type, int keyBytes, int valueBytes, int maxEntries, List<Entry> entries) {
        this(reference, type, keyBytes, valueBytes, maxEntries, entries, false);
    }
}
