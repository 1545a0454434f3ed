package org.sekimori.dataplane.state;

/**
 * Entries with an owner and a lifetime, which {@link FlowMemory}, {@link FragmentMemory} and {@link ConnectionMemory}
 * are made of. Memory is taken at construction and never again; nothing allocates or throws.
 *
 * <p>An entry is in a <em>phase</em>, which says how long it lives from the moment it was put into it. The entries of a
 * phase wait in a queue, so that the first to expire is at hand. An entry <em>yields</em> until it is {@link #keep kept};
 * those of one owner that yield wait in queues as well, one for each <em>rank</em> of phases, the one put in its phase
 * longest ago first. What gives way to what, and when, is up to the memory.
 *
 * <p>The memory fills in {@link #key} and {@link #ownerKey}, then asks. Belongs to one memory, and with it to one thread.
 */
final class OwnedTable {
    static final int NONE = KeyTable.NONE;
    /** Expired entries a new one clears away at most, so that they can't pile up. */
    static final int CLEARED_PER_ENTRY = 4;

    final Key key = new Key();
    final Key ownerKey = new Key();

    private final KeyTable entries;
    private final Owners owners;
    private final Queues phases;
    private final Queues yielding;
    private final int[] ownerOf;
    private final long[] lifetimesNs;
    private final int[] ranks;
    private final int rankCount;
    private final Tally tally = new Tally();
    private boolean hasDeadline;
    private long earliestNs;
    private int yieldingCount;

    /**
     * An empty table whose phases are of one rank.
     *
     * @param lifetimesNs how long an entry lives in each phase
     */
    OwnedTable(int capacity, int ownerCapacity, long[] lifetimesNs, long seed) {
        this(capacity, ownerCapacity, lifetimesNs, new int[lifetimesNs.length], seed);
    }

    /**
     * An empty table.
     *
     * @param lifetimesNs how long an entry lives in each phase
     * @param ranks the rank of each phase, from 0 on
     */
    OwnedTable(int capacity, int ownerCapacity, long[] lifetimesNs, int[] ranks, long seed) {
        KeyedHash hash = new KeyedHash(seed);
        entries = new KeyTable(capacity, hash);
        owners = new Owners(ownerCapacity, capacity, hash);
        phases = new Queues(capacity, lifetimesNs.length);
        rankCount = greatest(ranks) + 1;
        yielding = new Queues(capacity, ownerCapacity * rankCount);
        ownerOf = new int[capacity];
        this.lifetimesNs = lifetimesNs.clone();
        this.ranks = ranks.clone();
    }

    private static int greatest(int[] values) {
        int greatest = values[0];
        for (int value : values) {
            greatest = Math.max(greatest, value);
        }
        return greatest;
    }

    /** The entry with that key whose time is not over, or {@link #NONE}. */
    int find(long nowNs) {
        int entry = entries.find(key);
        if (entry != NONE && isExpired(entry, nowNs)) {
            expire(entry);
            return NONE;
        }
        return entry;
    }

    /** The owner with that key, or {@link #NONE} if it owns nothing. */
    int findOwner() {
        return owners.find(ownerKey);
    }

    /** A new entry, which yields; {@link #NONE} without room for it or for its owner. The key must not be there yet. */
    int add(int phase, long nowNs) {
        int owner = findOwner();
        boolean isNewOwner = owner == NONE;
        if (isNewOwner) {
            owner = owners.add(ownerKey);
        }
        if (owner == NONE) {
            return NONE;
        }
        int entry = entries.add(key);
        if (entry == NONE) {
            if (isNewOwner) {
                owners.forget(owner);
            }
            return NONE;
        }
        owners.give(owner);
        ownerOf[entry] = owner;
        enter(entry, phase, nowNs);
        yielding.join(queue(owner, ranks[phase]), entry);
        yieldingCount++;
        tally.size(entries.size());
        return entry;
    }

    /** Puts the entry into that phase, from now. */
    void phase(int entry, int phase, long nowNs) {
        phases.leave(entry);
        enter(entry, phase, nowNs);
        if (isYielding(entry)) {
            yielding.leave(entry);
            yielding.join(queue(ownerOf[entry], ranks[phase]), entry);
        }
    }

    /** Nothing is to take this entry before its time. */
    void keep(int entry) {
        if (isYielding(entry)) {
            yielding.leave(entry);
            yieldingCount--;
            owners.keep(ownerOf[entry]);
        }
    }

    /** The entry yields again. */
    void release(int entry) {
        if (!isYielding(entry)) {
            yielding.join(queue(ownerOf[entry], ranks[phase(entry)]), entry);
            yieldingCount++;
            owners.release(ownerOf[entry]);
        }
    }

    void remove(int entry) {
        boolean isKept = !isYielding(entry);
        phases.leave(entry);
        yielding.leave(entry);
        yieldingCount -= isKept ? 0 : 1;
        owners.take(ownerOf[entry], isKept);
        entries.remove(entry);
        tally.size(entries.size());
    }

    /** The entry gives way to another. */
    void evict(int entry) {
        remove(entry);
        tally.countEvicted();
    }

    /** Removes entries whose time is over, no more than that many. */
    void expire(long nowNs, int limit) {
        if (!hasDeadline || earliestNs - nowNs > 0) {
            return;
        }
        int left = limit;
        hasDeadline = false;
        for (int phase = 0; phase < lifetimesNs.length; phase++) {
            int entry = phases.first(phase);
            while (entry != NONE && left > 0 && isExpired(entry, nowNs)) {
                expire(entry);
                left--;
                entry = phases.first(phase);
            }
            if (entry != NONE) {
                noteDeadline(entries.deadlineNs(entry));
            }
        }
    }

    int phase(int entry) {
        return phases.queueOf(entry);
    }

    /** When the entry was put into its phase. */
    long sinceNs(int entry) {
        return entries.deadlineNs(entry) - lifetimesNs[phase(entry)];
    }

    long note(int entry) {
        return entries.note(entry);
    }

    void note(int entry, long value) {
        entries.note(entry, value);
    }

    boolean isYielding(int entry) {
        return yielding.queueOf(entry) != NONE;
    }

    /** How many entries yield. */
    int yieldingCount() {
        return yieldingCount;
    }

    /** The entry of that owner that yields first, where phases are of one rank. */
    int firstYielding(int owner) {
        return firstYielding(owner, 0);
    }

    /** The entry of that owner and rank that yields first. */
    int firstYielding(int owner, int rank) {
        return yielding.first(queue(owner, rank));
    }

    private int queue(int owner, int rank) {
        return owner * rankCount + rank;
    }

    /** The entry that has been in that phase longest. */
    int firstIn(int phase) {
        return phases.first(phase);
    }

    /** The owners themselves, to be asked for their shares. */
    Owners owners() {
        return owners;
    }

    boolean isFull() {
        return entries.isFull();
    }

    Tally tally() {
        return tally;
    }

    long memoryBytes() {
        return entries.memoryBytes()
                + owners.memoryBytes()
                + phases.memoryBytes()
                + yielding.memoryBytes()
                + (long) Integer.BYTES * ownerOf.length;
    }

    private void enter(int entry, int phase, long nowNs) {
        long deadlineNs = nowNs + lifetimesNs[phase];
        entries.deadlineNs(entry, deadlineNs);
        phases.join(phase, entry);
        noteDeadline(deadlineNs);
    }

    private void noteDeadline(long deadlineNs) {
        if (!hasDeadline || deadlineNs - earliestNs < 0) {
            hasDeadline = true;
            earliestNs = deadlineNs;
        }
    }

    private boolean isExpired(int entry, long nowNs) {
        return entries.deadlineNs(entry) - nowNs <= 0;
    }

    private void expire(int entry) {
        remove(entry);
        tally.countExpired();
    }
}
