package org.sekimori.policy.compile;

import java.util.Arrays;

/** Growing list of numbers that ascend without sign: narrow ones of 32 bits in the low half, or wide ones of 128. */
final class Boundaries {
    private static final int INITIAL_CAPACITY = 16;

    private final boolean wide;
    private long[] high;
    private long[] low = new long[INITIAL_CAPACITY];
    private int count;

    Boundaries(boolean wide) {
        this.wide = wide;
        high = new long[wide ? INITIAL_CAPACITY : 0];
    }

    boolean isWide() {
        return wide;
    }

    int count() {
        return count;
    }

    void add(long numberHigh, long numberLow) {
        if (count == low.length) {
            low = Arrays.copyOf(low, 2 * count);
            high = Arrays.copyOf(high, wide ? 2 * count : 0);
        }
        if (wide) {
            high[count] = numberHigh;
        }
        low[count++] = numberLow;
    }

    /** The first number behind a range, unless there is none. */
    void addBehind(long lastHigh, long lastLow) {
        if (wide ? (lastHigh & lastLow) != -1L : lastLow != -1L >>> Integer.SIZE) {
            add(lastLow == -1L ? lastHigh + 1 : lastHigh, lastLow + 1);
        }
    }

    long high(int at) {
        return wide ? high[at] : 0;
    }

    long low(int at) {
        return low[at];
    }

    /** The leading bit, from 0, in which two numbers first differ. */
    int firstDifference(int one, int other) {
        if (!wide) {
            return Long.numberOfLeadingZeros(low[one] ^ low[other]) - Integer.SIZE;
        }
        long difference = high[one] ^ high[other];
        return difference != 0
                ? Long.numberOfLeadingZeros(difference)
                : Long.SIZE + Long.numberOfLeadingZeros(low[one] ^ low[other]);
    }

    /** So many bits of a number from a position on, both in one half. */
    int bits(int at, int position, int bits) {
        long half = !wide ? low[at] << Integer.SIZE : position < Long.SIZE ? high[at] : low[at];
        return (int) (half << position >>> (Long.SIZE - bits));
    }
}
