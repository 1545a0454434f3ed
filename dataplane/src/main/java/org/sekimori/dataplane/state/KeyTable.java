package org.sekimori.dataplane.state;

import static org.sekimori.dataplane.state.EntryDescriptor.DEADLINE_OFFSET;
import static org.sekimori.dataplane.state.EntryDescriptor.HASH_OFFSET;
import static org.sekimori.dataplane.state.EntryDescriptor.KEY_A_OFFSET;
import static org.sekimori.dataplane.state.EntryDescriptor.KEY_B_OFFSET;
import static org.sekimori.dataplane.state.EntryDescriptor.KEY_C_OFFSET;
import static org.sekimori.dataplane.state.EntryDescriptor.KEY_D_OFFSET;
import static org.sekimori.dataplane.state.EntryDescriptor.KEY_E_OFFSET;
import static org.sekimori.dataplane.state.EntryDescriptor.NEXT_OFFSET;
import static org.sekimori.dataplane.state.EntryDescriptor.NOTE_OFFSET;
import static org.sekimori.dataplane.state.EntryDescriptor.offset;

import java.util.Arrays;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.linux.LargeMemory;

/**
 * A fixed number of entries found by key: buckets with chains, all memory taken at construction. A look-up touches one
 * bucket and on average less than two entries; no chain is let grow past {@link #MAX_CHAIN}.
 *
 * <p>Belongs to one memory, and with it to one thread.
 */
final class KeyTable {
    /** In place of an entry: there is none. */
    static final int NONE = -1;
    /**
     * Entries of one bucket at most. Buckets are twice as many as entries, so that even in a full table one of a length
     * of 32 has a probability below 2^-100.
     */
    static final int MAX_CHAIN = 32;

    private static final int BUCKETS_PER_ENTRY = 2;

    private final int capacity;
    private final KeyedHash hash;
    private final UnsafeBuffer entries;
    private final int[] buckets;
    /** Of entries that were in use before. */
    private int firstFree;
    /** From here on entries were never in use, so their memory isn't taken from the machine yet. */
    private int firstUnused;

    private int size;

    KeyTable(int capacity, KeyedHash hash) {
        this(capacity, BitUtil.findNextPositivePowerOfTwo(BUCKETS_PER_ENTRY * capacity), hash);
    }

    /** For tests of long chains, with fewer buckets. */
    KeyTable(int capacity, int bucketCount, KeyedHash hash) {
        this.capacity = capacity;
        this.hash = hash;
        entries = LargeMemory.allocate(capacity * EntryDescriptor.LENGTH);
        buckets = new int[bucketCount];
        Arrays.fill(buckets, NONE);
        firstFree = NONE;
    }

    /** The entry with that key, or {@link #NONE}. */
    int find(Key key) {
        int hashed = hash.of(key);
        int entry = buckets[bucket(hashed)];
        while (entry != NONE && !holds(entry, hashed, key)) {
            entry = next(entry);
        }
        return entry;
    }

    /** Takes a free entry for a key that isn't there yet; {@link #NONE} if all are taken or its chain is too long. */
    int add(Key key) {
        int hashed = hash.of(key);
        int bucket = bucket(hashed);
        if (size == capacity || chainLength(bucket) >= MAX_CHAIN) {
            return NONE;
        }
        int entry = takeFree();
        write(entry, hashed, key);
        entries.putInt(offset(entry) + NEXT_OFFSET, buckets[bucket]);
        buckets[bucket] = entry;
        size++;
        return entry;
    }

    private int takeFree() {
        if (firstFree == NONE) {
            return firstUnused++;
        }
        int entry = firstFree;
        firstFree = next(entry);
        return entry;
    }

    void remove(int entry) {
        int bucket = bucket(entries.getInt(offset(entry) + HASH_OFFSET));
        int before = buckets[bucket];
        if (before == entry) {
            buckets[bucket] = next(entry);
        } else {
            while (next(before) != entry) {
                before = next(before);
            }
            entries.putInt(offset(before) + NEXT_OFFSET, next(entry));
        }
        free(entry);
        size--;
    }

    long deadlineNs(int entry) {
        return entries.getLong(offset(entry) + DEADLINE_OFFSET);
    }

    void deadlineNs(int entry, long value) {
        entries.putLong(offset(entry) + DEADLINE_OFFSET, value);
    }

    /** What the memory keeps with the entry; undefined until it is written. */
    long note(int entry) {
        return entries.getLong(offset(entry) + NOTE_OFFSET);
    }

    void note(int entry, long value) {
        entries.putLong(offset(entry) + NOTE_OFFSET, value);
    }

    int size() {
        return size;
    }

    int capacity() {
        return capacity;
    }

    boolean isFull() {
        return size == capacity;
    }

    long memoryBytes() {
        return entries.capacity() + (long) Integer.BYTES * buckets.length;
    }

    private int bucket(int hashed) {
        return hashed & (buckets.length - 1);
    }

    private int next(int entry) {
        return entries.getInt(offset(entry) + NEXT_OFFSET);
    }

    private boolean holds(int entry, int hashed, Key key) {
        int offset = offset(entry);
        return entries.getInt(offset + HASH_OFFSET) == hashed
                && entries.getLong(offset + KEY_A_OFFSET) == key.a
                && entries.getLong(offset + KEY_B_OFFSET) == key.b
                && entries.getLong(offset + KEY_C_OFFSET) == key.c
                && entries.getLong(offset + KEY_D_OFFSET) == key.d
                && entries.getLong(offset + KEY_E_OFFSET) == key.e;
    }

    private void write(int entry, int hashed, Key key) {
        int offset = offset(entry);
        entries.putInt(offset + HASH_OFFSET, hashed);
        entries.putLong(offset + KEY_A_OFFSET, key.a);
        entries.putLong(offset + KEY_B_OFFSET, key.b);
        entries.putLong(offset + KEY_C_OFFSET, key.c);
        entries.putLong(offset + KEY_D_OFFSET, key.d);
        entries.putLong(offset + KEY_E_OFFSET, key.e);
    }

    private int chainLength(int bucket) {
        int length = 0;
        for (int entry = buckets[bucket]; entry != NONE; entry = next(entry)) {
            length++;
        }
        return length;
    }

    private void free(int entry) {
        entries.putInt(offset(entry) + NEXT_OFFSET, firstFree);
        firstFree = entry;
    }
}
