package org.sekimori.dataplane.counters;

import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One worker's tally of verdicts: by direction, by reason, by rule, frames and bytes. Written by that worker alone (plain
 * read, release store), read by anyone. Frames and bytes of one entry are two stores, so a reader may see a frame of which
 * the bytes are still to come.
 *
 * <pre>
 *     0  direction 0, direction 1, reason 0, reason 1 ...   64 bytes each
 *  4096  rule 0, rule 1 ...                                 64 bytes each: one cache line, 64 to a page
 *
 *  an entry:   0 frames passed   8 frames dropped   16 frames monitored
 *             24 bytes passed   32 bytes dropped    40 bytes monitored    48 undersized datagrams (directions)
 * </pre>
 */
public final class VerdictCounters {
    /** Bytes of one entry. */
    public static final int ENTRY_LENGTH = 64;
    /** Where rules begin. */
    public static final int RULES_OFFSET = 4096;
    /** Bytes of a worker's tally. */
    public static final int LENGTH = RULES_OFFSET + RuleNames.MAX_RULES * ENTRY_LENGTH;

    private static final int DIRECTIONS = 2;
    private static final int REASONS_OFFSET = DIRECTIONS * ENTRY_LENGTH;
    private static final int BYTES_OFFSET = Kind.values().length * Long.BYTES;
    private static final int UNDERSIZED_OFFSET = 2 * BYTES_OFFSET;
    private static final int MONITORED_OFFSET = Kind.MONITORED.ordinal() * Long.BYTES;

    private final UnsafeBuffer values;

    VerdictCounters(UnsafeBuffer storage) {
        values = storage;
    }

    /** A frame of that direction and length got its verdict. */
    public void countDirection(int direction, boolean dropped, int frameBytes) {
        count(direction * ENTRY_LENGTH + kind(dropped), frameBytes);
    }

    /** A reason, not a rule, decided. */
    public void countReason(int reason, boolean dropped, int frameBytes) {
        count(REASONS_OFFSET + reason * ENTRY_LENGTH + kind(dropped), frameBytes);
    }

    /** A reason would have dropped a frame, were the policy not only watching. */
    public void countReasonMonitored(int reason, int frameBytes) {
        count(REASONS_OFFSET + reason * ENTRY_LENGTH + MONITORED_OFFSET, frameBytes);
    }

    /** A datagram of that direction was too short for its protocol, and taken for a request. */
    public void countUndersized(int direction) {
        add(direction * ENTRY_LENGTH + UNDERSIZED_OFFSET, 1);
    }

    /** The rule with that counter decided. */
    public void countRule(int ruleCounter, boolean dropped, int frameBytes) {
        count(RULES_OFFSET + ruleCounter * ENTRY_LENGTH + kind(dropped), frameBytes);
    }

    /** The rule with that counter, in monitor mode, matched. */
    public void countMonitored(int ruleCounter, int frameBytes) {
        count(RULES_OFFSET + ruleCounter * ENTRY_LENGTH + MONITORED_OFFSET, frameBytes);
    }

    /** That befell so many frames of that direction, with so many bytes. */
    public void addDirection(int direction, Kind kind, long frames, long frameBytes) {
        add(direction * ENTRY_LENGTH, kind, frames, frameBytes);
    }

    /** A reason, not a rule, decided so. */
    public void addReason(int reason, Kind kind, long frames, long frameBytes) {
        add(REASONS_OFFSET + reason * ENTRY_LENGTH, kind, frames, frameBytes);
    }

    /** The rule with that counter decided so. */
    public void addRule(int ruleCounter, Kind kind, long frames, long frameBytes) {
        add(RULES_OFFSET + ruleCounter * ENTRY_LENGTH, kind, frames, frameBytes);
    }

    public long direction(int direction, Kind kind) {
        return read(direction * ENTRY_LENGTH + offset(kind));
    }

    public long directionBytes(int direction, Kind kind) {
        return read(direction * ENTRY_LENGTH + offset(kind) + BYTES_OFFSET);
    }

    public long reason(int reason, Kind kind) {
        return read(REASONS_OFFSET + reason * ENTRY_LENGTH + offset(kind));
    }

    public long reasonBytes(int reason, Kind kind) {
        return read(REASONS_OFFSET + reason * ENTRY_LENGTH + offset(kind) + BYTES_OFFSET);
    }

    public long undersized(int direction) {
        return read(direction * ENTRY_LENGTH + UNDERSIZED_OFFSET);
    }

    public long rule(int ruleCounter, Kind kind) {
        return read(RULES_OFFSET + ruleCounter * ENTRY_LENGTH + offset(kind));
    }

    public long ruleBytes(int ruleCounter, Kind kind) {
        return read(RULES_OFFSET + ruleCounter * ENTRY_LENGTH + offset(kind) + BYTES_OFFSET);
    }

    private static int kind(boolean dropped) {
        return dropped ? offset(Kind.DROPPED) : offset(Kind.PASSED);
    }

    private static int offset(Kind kind) {
        return kind.ordinal() * Long.BYTES;
    }

    /** What every frame does goes without the buffer's check: places come from the box's own tables, never from a frame. */
    private void count(int at, int frameBytes) {
        assert at >= 0 && at + BYTES_OFFSET + Long.BYTES <= values.capacity();
        byte[] array = values.byteArray();
        long address = values.addressOffset() + at;
        add(array, address, 1);
        add(array, address + BYTES_OFFSET, frameBytes);
    }

    private static void add(byte[] array, long address, int amount) {
        UnsafeApi.putLongRelease(array, address, UnsafeApi.getLong(array, address) + amount);
    }

    private void add(int entry, Kind kind, long frames, long frameBytes) {
        add(entry + offset(kind), frames);
        add(entry + offset(kind) + BYTES_OFFSET, frameBytes);
    }

    private void add(int at, long amount) {
        values.putLongRelease(at, values.getLong(at) + amount);
    }

    private long read(int at) {
        return values.getLongAcquire(at);
    }

    /** What can befall a frame, as far as it is tallied. */
    public enum Kind {
        PASSED("passed"),
        DROPPED("dropped"),
        MONITORED("monitored");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }
}
