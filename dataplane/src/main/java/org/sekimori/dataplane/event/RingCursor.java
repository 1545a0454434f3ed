package org.sekimori.dataplane.event;

import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.LATEST_COUNTER_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TAIL_COUNTER_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TAIL_INTENT_COUNTER_OFFSET;
import static org.agrona.concurrent.broadcast.BroadcastBufferDescriptor.TRAILER_LENGTH;
import static org.agrona.concurrent.broadcast.RecordDescriptor.HEADER_LENGTH;
import static org.agrona.concurrent.broadcast.RecordDescriptor.PADDING_MSG_TYPE_ID;
import static org.agrona.concurrent.broadcast.RecordDescriptor.RECORD_ALIGNMENT;
import static org.agrona.concurrent.broadcast.RecordDescriptor.lengthOffset;
import static org.agrona.concurrent.broadcast.RecordDescriptor.typeOffset;

import java.lang.invoke.VarHandle;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A place in a ring that Agrona's {@code BroadcastTransmitter} fills. Agrona's own receiver can only begin at the latest
 * record; this one goes on where another stopped, or at the oldest record it is sure of. Another process writes the ring:
 * nothing in it is taken for granted. Belongs to one thread.
 */
final class RingCursor {
    private final UnsafeBuffer ring;
    private final int capacity;
    /** Where the record that was found begins, and the one behind it. */
    private long at;

    private long next;

    RingCursor(UnsafeBuffer ring) {
        this.ring = ring;
        this.capacity = ring.capacity() - TRAILER_LENGTH;
    }

    /** At the latest record. */
    void toLatest() {
        next = ring.getLongVolatile(capacity + LATEST_COUNTER_OFFSET);
    }

    /**
     * At the oldest record whose beginning is known: a record begins wherever the ring does, since none is divided.
     */
    void toOldest() {
        next = ring.getLongVolatile(capacity + TAIL_COUNTER_OFFSET) & -capacity;
    }

    /** At that place; false where the writer has been there again, or was never there. */
    boolean to(long cursor) {
        next = cursor;
        return cursor >= 0
                && BitUtil.isAligned(cursor, RECORD_ALIGNMENT)
                && cursor <= ring.getLongVolatile(capacity + TAIL_COUNTER_OFFSET)
                && isWhole(cursor);
    }

    /** Where the next record begins. */
    long next() {
        return next;
    }

    /** Whether nothing was ever written. */
    boolean isUntouched() {
        return ring.getLongVolatile(capacity + TAIL_INTENT_COUNTER_OFFSET) == 0;
    }

    /** Whether there is a record; then {@link #isRecord} says if it can be read. */
    boolean advance() {
        boolean isThere = step();
        boolean isPadding = isThere && isRecord() && type() == PADDING_MSG_TYPE_ID;
        return isPadding ? step() : isThere;
    }

    private boolean step() {
        if (ring.getLongVolatile(capacity + TAIL_COUNTER_OFFSET) <= next) {
            return false;
        }
        at = next;
        next = at + BitUtil.align((long) recordLength(), RECORD_ALIGNMENT);
        return true;
    }

    /** Whether what was found lies within the ring, as a record does. */
    boolean isRecord() {
        int length = recordLength();
        return length >= HEADER_LENGTH && length <= capacity - index();
    }

    /** Whether the writer has not been at what was found, up to now. */
    boolean isWhole() {
        return isWhole(at);
    }

    private boolean isWhole(long cursor) {
        VarHandle.acquireFence();
        return cursor + capacity >= ring.getLongVolatile(capacity + TAIL_INTENT_COUNTER_OFFSET);
    }

    int type() {
        return ring.getInt(typeOffset(index()));
    }

    /** Where the record's content begins. */
    int offset() {
        return index() + HEADER_LENGTH;
    }

    /** Bytes of the record's content. */
    int length() {
        return recordLength() - HEADER_LENGTH;
    }

    private int recordLength() {
        return ring.getInt(lengthOffset(index()));
    }

    private int index() {
        return (int) at & capacity - 1;
    }
}
