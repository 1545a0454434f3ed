package org.sekimori.dataplane.state;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a memory counts of itself. Written by the thread that owns the memory (plain read, release store), read by anyone.
 *
 * <pre>
 *  0 size   8 expired   16 evicted   24 refused   to 128: unused, so that workers don't share a cache line
 * </pre>
 */
public final class Tally {
    private static final int SIZE_OFFSET = 0;
    private static final int EXPIRED_OFFSET = SIZE_OFFSET + Long.BYTES;
    private static final int EVICTED_OFFSET = EXPIRED_OFFSET + Long.BYTES;
    private static final int REFUSED_OFFSET = EVICTED_OFFSET + Long.BYTES;
    /** Bytes of one tally. */
    public static final int LENGTH = 2 * BitUtil.CACHE_LINE_LENGTH;

    /** Held so that the memory stays. */
    private UnsafeBuffer storage;

    private final UnsafeBuffer values = new UnsafeBuffer(0, 0);

    Tally() {
        this(new UnsafeBuffer(BufferUtil.allocateDirectAligned(LENGTH, BitUtil.CACHE_LINE_LENGTH)), 0);
    }

    /** The tally that lies there. */
    public Tally(UnsafeBuffer storage, int offset) {
        this.storage = storage;
        values.wrap(storage, offset, LENGTH);
    }

    /** Counts there from now on, going on from the values so far; before the memory's owner starts. */
    public void moveTo(UnsafeBuffer newStorage, int offset) {
        newStorage.putBytes(offset, values, 0, LENGTH);
        storage = newStorage;
        values.wrap(storage, offset, LENGTH);
    }

    /** Entries held now, those whose time is over but that weren't cleared yet among them. */
    public long size() {
        return values.getLongAcquire(SIZE_OFFSET);
    }

    /** Entries cleared because their time was over. */
    public long expired() {
        return values.getLongAcquire(EXPIRED_OFFSET);
    }

    /** Entries that gave way to another before their time was over. */
    public long evicted() {
        return values.getLongAcquire(EVICTED_OFFSET);
    }

    /** Times there was something to remember and no room for it. */
    public long refused() {
        return values.getLongAcquire(REFUSED_OFFSET);
    }

    void size(long value) {
        values.putLongRelease(SIZE_OFFSET, value);
    }

    void countExpired() {
        increment(EXPIRED_OFFSET);
    }

    void countEvicted() {
        increment(EVICTED_OFFSET);
    }

    void countRefused() {
        increment(REFUSED_OFFSET);
    }

    private void increment(int offset) {
        values.putLongRelease(offset, values.getLong(offset) + 1);
    }
}
