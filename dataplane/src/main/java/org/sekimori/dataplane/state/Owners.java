package org.sekimori.dataplane.state;

/**
 * Who owns how many entries. An owner is known as long as it owns any.
 *
 * <p>Of its entries some are <em>kept</em> (nothing takes them before their time) and the others yield. An owner none of
 * whose entries is kept is a <em>stranger</em>. Those that own more than a fair share, a sixteenth of the table, are
 * listed, and can't be more than sixteen. Belongs to one memory, and with it to one thread.
 */
final class Owners {
    static final int NONE = KeyTable.NONE;
    /** Into how many fair shares the table is cut. */
    static final int FAIR_SHARES = 16;

    private final KeyTable keys;
    private final int[] counts;
    private final int[] kept;
    private final int fairShare;
    private final int[] large = new int[FAIR_SHARES];
    private int largeCount;
    private int ofStrangers;

    Owners(int capacity, int entryCapacity, KeyedHash hash) {
        keys = new KeyTable(capacity, hash);
        counts = new int[capacity];
        kept = new int[capacity];
        fairShare = Math.max(1, entryCapacity / FAIR_SHARES);
    }

    int find(Key key) {
        return keys.find(key);
    }

    /** A place for an owner that has none; it must be given an entry, or be given up by {@link #forget}. */
    int add(Key key) {
        int owner = keys.add(key);
        if (owner != NONE) {
            counts[owner] = 0;
            kept[owner] = 0;
        }
        return owner;
    }

    /** Gives up an owner that owns nothing. */
    void forget(int owner) {
        keys.remove(owner);
    }

    int count(int owner) {
        return counts[owner];
    }

    int kept(int owner) {
        return kept[owner];
    }

    /** Entries of all strangers together. */
    int ofStrangers() {
        return ofStrangers;
    }

    int largeCount() {
        return largeCount;
    }

    /** One of the {@link #largeCount} owners of more than a fair share. */
    int large(int index) {
        return large[index];
    }

    boolean isFull() {
        return keys.isFull();
    }

    /** The owner has one entry more, which yields. */
    void give(int owner) {
        if (kept[owner] == 0) {
            ofStrangers++;
        }
        if (counts[owner]++ == fairShare) {
            large[largeCount++] = owner;
        }
    }

    /** The owner loses an entry, and with its last one its place. */
    void take(int owner, boolean isKept) {
        if (isKept) {
            release(owner);
        }
        if (kept[owner] == 0) {
            ofStrangers--;
        }
        if (--counts[owner] == fairShare) {
            unlist(owner);
        }
        if (counts[owner] == 0) {
            forget(owner);
        }
    }

    /** One of the owner's entries is kept from now on. */
    void keep(int owner) {
        if (kept[owner]++ == 0) {
            ofStrangers -= counts[owner];
        }
    }

    /** One of the owner's entries is kept no more. */
    void release(int owner) {
        if (--kept[owner] == 0) {
            ofStrangers += counts[owner];
        }
    }

    long memoryBytes() {
        return keys.memoryBytes() + (long) Integer.BYTES * (counts.length + kept.length + large.length);
    }

    private void unlist(int owner) {
        int index = 0;
        while (large[index] != owner) {
            index++;
        }
        large[index] = large[--largeCount];
    }
}
