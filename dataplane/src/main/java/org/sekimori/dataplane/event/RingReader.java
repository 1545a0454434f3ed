package org.sekimori.dataplane.event;

import static org.sekimori.dataplane.event.DropEventDescriptor.*;

import java.util.function.IntFunction;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastBufferDescriptor;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.Direction;

/**
 * Reads one worker's ring, whatever is in it: another process writes it, and goes on while it is read. An event is copied
 * and then counts only if the writer has not been there meanwhile. Belongs to one thread.
 */
final class RingReader {
    /** Times in a row that the writer may overtake before the reader gives others their turn. */
    private static final int MAX_TRIES = 8;

    private static final long UNKNOWN = -1;
    private static final int BYTE = 0xFF;
    private static final int PORT = 0xFFFF;
    private static final Reason[] REASONS = Reason.values();

    private final UnsafeBuffer ring;
    private final int capacity;
    private final int worker;
    private final IntFunction<String> ruleNames;
    private final UnsafeBuffer copy = new UnsafeBuffer(new byte[MAX_LENGTH]);
    private final RingCursor cursor;
    /** Number of the next event, if it is known. */
    private long expected;

    private long lost;
    private boolean isStartedOver;

    RingReader(UnsafeBuffer ring, int worker, IntFunction<String> ruleNames) {
        this.ring = ring;
        this.capacity = ring.capacity() - BroadcastBufferDescriptor.TRAILER_LENGTH;
        this.worker = worker;
        this.ruleNames = ruleNames;
        this.cursor = new RingCursor(ring);
        cursor.toLatest();
        this.expected = cursor.isUntouched() ? 0 : UNKNOWN;
    }

    /** Goes on there; what was overwritten since counts as lost. */
    void resume(RingPosition position) {
        expected = Math.max(0, position.sequence());
        if (!cursor.to(position.cursor())) {
            startOver(true);
        }
    }

    /** Up to where it was read. */
    RingPosition position() {
        return new RingPosition(cursor.next(), expected == UNKNOWN ? 0 : expected);
    }

    /** The next event, or null if there is none now. */
    DropEvent next() {
        for (int tries = 0; tries < MAX_TRIES && cursor.advance(); tries++) {
            int length = cursor.length();
            int offset = cursor.offset();
            boolean isEvent = cursor.isRecord() && cursor.type() == TYPE_ID && isWithin(offset, length);
            if (isEvent) {
                copy.putBytes(0, ring, offset, length);
            }
            if (isEvent && cursor.isWhole()) {
                if (isNew(copy.getLong(SEQUENCE))) {
                    return event(length);
                }
            } else {
                startOver(!cursor.isWhole());
            }
        }
        return null;
    }

    private boolean isWithin(int offset, int length) {
        return length >= CAPTURED && length <= MAX_LENGTH && offset >= 0 && offset <= capacity - length;
    }

    /** Events that were not read in time. */
    long lost() {
        return lost;
    }

    /** Where the next event begins isn't known: overtaken by the writer, goes on with the oldest known; at no event, the latest. */
    private void startOver(boolean isOvertaken) {
        if (isOvertaken) {
            cursor.toOldest();
        } else {
            cursor.toLatest();
        }
        isStartedOver = true;
    }

    /** Whether an event of that number wasn't read before; the numbers between it and the last one are lost. */
    private boolean isNew(long sequence) {
        if (sequence < 0) {
            return false;
        }
        boolean isAhead = sequence >= expected;
        if (isAhead && expected != UNKNOWN) {
            lost += sequence - expected;
        } else if (!isAhead && (!isStartedOver || sequence == expected - 1)) {
            return false;
        }
        isStartedOver = false;
        expected = sequence + 1;
        return true;
    }

    private DropEvent event(int length) {
        int version = copy.getByte(IP_VERSION) & BYTE;
        byte[] captured = new byte[Math.max(0, Math.min(copy.getInt(CAPTURED_LENGTH), length - CAPTURED))];
        copy.getBytes(CAPTURED, captured);
        return new DropEvent(
                worker,
                copy.getLong(SEQUENCE),
                copy.getLong(TIME),
                (copy.getByte(DIRECTION) & 1) == 0 ? Direction.INBOUND : Direction.OUTBOUND,
                verdict(copy.getByte(FLAGS)),
                ruleNames.apply(copy.getInt(RULE_COUNTER)),
                reason(copy.getShort(REASON)),
                copy.getLong(EPOCH),
                version == 4 || version == 6 ? version : 0,
                copy.getLong(SOURCE_HIGH),
                copy.getLong(SOURCE_LOW),
                copy.getLong(DESTINATION_HIGH),
                copy.getLong(DESTINATION_LOW),
                copy.getShort(IP_PROTOCOL),
                copy.getShort(SOURCE_PORT) & PORT,
                copy.getShort(DESTINATION_PORT) & PORT,
                Math.max(0, copy.getInt(WIRE_LENGTH)),
                Math.max(0, copy.getLong(SUPPRESSED_OF_RULE)),
                Math.max(0, copy.getLong(SUPPRESSED_OF_SOURCE)),
                captured);
    }

    private static String verdict(byte flags) {
        if ((flags & MATCHED) != 0) {
            return DropEvent.MATCH;
        }
        return (flags & MONITORED) != 0 ? DropEvent.MONITORED : DropEvent.DROP;
    }

    private static Reason reason(int ordinal) {
        return ordinal >= 0 && ordinal < REASONS.length ? REASONS[ordinal] : Reason.NONE;
    }
}
