package org.sekimori.dataplane.counters;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * One worker's tally of verdicts: by direction, by reason, by rule. Written by that worker alone (plain read, release
 * store), read by anyone.
 */
public final class VerdictCounters {
    /** Most rules, by name, that can be told apart while the box runs. */
    public static final int MAX_RULES = 1 << 18;

    private static final int DIRECTIONS = 2;
    private static final int KINDS = 3;
    private static final int REASONS = Reason.values().length;
    private static final int REASONS_OFFSET = DIRECTIONS * KINDS * Long.BYTES;
    private static final int UNDERSIZED_OFFSET = REASONS_OFFSET + REASONS * KINDS * Long.BYTES;
    private static final int RULES_OFFSET = UNDERSIZED_OFFSET + DIRECTIONS * Long.BYTES;

    private final UnsafeBuffer values;

    /** A fresh tally with room for {@link #MAX_RULES}. */
    public VerdictCounters() {
        values = new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(RULES_OFFSET + MAX_RULES * KINDS * Long.BYTES));
    }

    /** A frame of that direction got its verdict. */
    public void countDirection(int direction, boolean dropped) {
        increment(direction * KINDS + kind(dropped), 0);
    }

    /** A reason, not a rule, decided. */
    public void countReason(int reason, boolean dropped) {
        increment(reason * KINDS + kind(dropped), REASONS_OFFSET);
    }

    /** A reason would have dropped a frame, were the policy not only watching. */
    public void countReasonMonitored(int reason) {
        increment(reason * KINDS + Kind.MONITORED.ordinal(), REASONS_OFFSET);
    }

    /** A datagram of that direction was too short for its protocol, and taken for a request. */
    public void countUndersized(int direction) {
        increment(direction, UNDERSIZED_OFFSET);
    }

    /** The rule with that counter decided. */
    public void countRule(int ruleCounter, boolean dropped) {
        increment(ruleCounter * KINDS + kind(dropped), RULES_OFFSET);
    }

    /** The rule with that counter, in monitor mode, matched. */
    public void countMonitored(int ruleCounter) {
        increment(ruleCounter * KINDS + Kind.MONITORED.ordinal(), RULES_OFFSET);
    }

    public long direction(int direction, Kind kind) {
        return read(direction * KINDS + kind.ordinal(), 0);
    }

    public long reason(int reason, Kind kind) {
        return read(reason * KINDS + kind.ordinal(), REASONS_OFFSET);
    }

    public long undersized(int direction) {
        return read(direction, UNDERSIZED_OFFSET);
    }

    public long rule(int ruleCounter, Kind kind) {
        return read(ruleCounter * KINDS + kind.ordinal(), RULES_OFFSET);
    }

    private static int kind(boolean dropped) {
        return dropped ? Kind.DROPPED.ordinal() : Kind.PASSED.ordinal();
    }

    private void increment(int index, int offset) {
        int at = offset + index * Long.BYTES;
        values.putLongRelease(at, values.getLong(at) + 1);
    }

    private long read(int index, int offset) {
        return values.getLongAcquire(offset + index * Long.BYTES);
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
