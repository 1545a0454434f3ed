package org.sekimori.dataplane.ebpf;

import java.util.List;

/**
 * A map that has to be there, with its contents, before a program is loaded.
 *
 * @param reference what the program calls it
 * @param maxEntries room, at least 1
 * @param entries what is in it from the start
 */
public record MapPlan(
        MapReference reference, MapType type, int keyBytes, int valueBytes, int maxEntries, List<Entry> entries) {
    /** A key and its value, as the kernel takes them; nobody changes the arrays. */
    public record Entry(byte[] key, byte[] value) {}

    /** Takes a copy of the list. */
    public MapPlan {
        entries = List.copyOf(entries);
    }
}
