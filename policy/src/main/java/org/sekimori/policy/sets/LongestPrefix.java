package org.sekimori.policy.sets;

import org.sekimori.policy.AddressSet;
import org.sekimori.policy.AddressSetBuilder;
import org.sekimori.policy.Cidr;

/**
 * Goes once over networks in order (outer ones first) and hands on those addresses whose innermost network is no
 * exception. The networks around the place it has reached lie on a stack.
 */
final class LongestPrefix {
    /** Every prefix length, each plain and as exception; repeats are left out. */
    private static final int MAX_DEPTH = 2 * 129;

    private final int ipVersion;
    private final AddressSetBuilder builder;
    private final long[] lastHigh = new long[MAX_DEPTH];
    private final long[] lastLow = new long[MAX_DEPTH];
    private final int[] prefixLength = new int[MAX_DEPTH];
    private final boolean[] isException = new boolean[MAX_DEPTH];
    private int depth;
    /** The first address that isn't decided yet, as long as there is any. */
    private long atHigh;

    private long atLow;
    /** Whether the last address there is has been decided, so that the next one would be 0 again. */
    private boolean isAtEnd;

    LongestPrefix(int ipVersion, AddressSetBuilder builder) {
        this.ipVersion = ipVersion;
        this.builder = builder;
    }

    void add(long high, long low, int length, boolean exception) {
        while (depth > 0 && AddressSet.compare(lastHigh[depth - 1], lastLow[depth - 1], high, low) < 0) {
            pop();
        }
        if (depth > 0) {
            boolean repeated = prefixLength[depth - 1] == length && isException[depth - 1] == exception;
            if (repeated) {
                return;
            }
            if (AddressSet.compare(atHigh, atLow, high, low) < 0) {
                emit(low == 0 ? high - 1 : high, low - 1);
            }
        }
        int hostBits = Cidr.addressBits(ipVersion) - length;
        lastHigh[depth] = high | Cidr.hostMaskHigh(hostBits);
        lastLow[depth] = low | Cidr.hostMaskLow(hostBits);
        prefixLength[depth] = length;
        isException[depth] = exception;
        depth++;
        atHigh = high;
        atLow = low;
    }

    /** Decides what is left. */
    void end() {
        while (depth > 0) {
            pop();
        }
    }

    /** Leaves the innermost network; what is left of it is decided by it. */
    private void pop() {
        int top = depth - 1;
        if (!isAtEnd && AddressSet.compare(atHigh, atLow, lastHigh[top], lastLow[top]) <= 0) {
            emit(lastHigh[top], lastLow[top]);
            atLow = lastLow[top] + 1;
            atHigh = atLow == 0 ? lastHigh[top] + 1 : lastHigh[top];
            isAtEnd = atHigh == 0 && atLow == 0;
        }
        depth--;
    }

    private void emit(long endHigh, long endLow) {
        if (!isException[depth - 1]) {
            builder.addRange(ipVersion, atHigh, atLow, endHigh, endLow);
        }
    }
}
