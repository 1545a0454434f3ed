package org.sekimori.policy.image;

import org.agrona.concurrent.UnsafeBuffer;

/** Look-up in an {@link IntervalIndexDescriptor}. Comparisons are arithmetic, since no processor could guess their outcome. */
public final class IntervalIndex {
    private static final long NARROW_MASK = 0xFFFF_FFFFL;

    private IntervalIndex() {}

    /** How many boundaries of a narrow index are not above the number, without sign. */
    public static int countNarrow(UnsafeBuffer image, int index, int number) {
        int boundaries = index + IntervalIndexDescriptor.BOUNDARIES_OFFSET;
        int count = ImageWords.int32(image, index + IntervalIndexDescriptor.COUNT_OFFSET);
        long value = number & NARROW_MASK;
        if (count <= IntervalIndexDescriptor.COMPARED) {
            int few = 0;
            for (int at = 0; at < count; at++) {
                few += notAbove(image, boundaries, at, value);
            }
            return few;
        }
        int first;
        int node = index + (int) IntervalIndexDescriptor.lengthWithoutNodes(count, false);
        while (true) {
            int to = ImageWords.int32(image, node + IntervalIndexDescriptor.TO_OFFSET);
            if (to != 0) {
                int from = ImageWords.int32(image, node + IntervalIndexDescriptor.FROM_OFFSET);
                if (notAbove(image, boundaries, from, value) == 0) {
                    return from;
                }
                if (notAbove(image, boundaries, to - 1, value) != 0) {
                    return to;
                }
            }
            first = ImageWords.int32(image, slot(image, node, (long) number << Integer.SIZE));
            if (first >= 0) {
                break;
            }
            node = index + ~first;
        }
        int sum = first
                + notAbove(image, boundaries, first, value)
                + notAbove(image, boundaries, first + 1, value)
                + notAbove(image, boundaries, first + 2, value)
                + notAbove(image, boundaries, first + 3, value);
        return Math.min(sum, count);
    }

    /** How many boundaries of a wide index are not above the number, without sign. */
    public static int countWide(UnsafeBuffer image, int index, long numberHigh, long numberLow) {
        int boundaries = index + IntervalIndexDescriptor.BOUNDARIES_OFFSET;
        int count = ImageWords.int32(image, index + IntervalIndexDescriptor.COUNT_OFFSET);
        if (count <= IntervalIndexDescriptor.COMPARED) {
            int few = 0;
            for (int at = 0; at < count; at++) {
                few += notAbove(image, boundaries, at, numberHigh, numberLow);
            }
            return few;
        }
        int first;
        int node = index + (int) IntervalIndexDescriptor.lengthWithoutNodes(count, true);
        while (true) {
            int to = ImageWords.int32(image, node + IntervalIndexDescriptor.TO_OFFSET);
            if (to != 0) {
                int from = ImageWords.int32(image, node + IntervalIndexDescriptor.FROM_OFFSET);
                if (notAbove(image, boundaries, from, numberHigh, numberLow) == 0) {
                    return from;
                }
                if (notAbove(image, boundaries, to - 1, numberHigh, numberLow) != 0) {
                    return to;
                }
            }
            int position = ImageWords.int32(image, node + IntervalIndexDescriptor.POSITION_OFFSET);
            long half = position < IntervalIndexDescriptor.HALF_BITS ? numberHigh : numberLow;
            first = ImageWords.int32(image, slot(image, node, half));
            if (first >= 0) {
                break;
            }
            node = index + ~first;
        }
        int sum = first
                + notAbove(image, boundaries, first, numberHigh, numberLow)
                + notAbove(image, boundaries, first + 1, numberHigh, numberLow)
                + notAbove(image, boundaries, first + 2, numberHigh, numberLow)
                + notAbove(image, boundaries, first + 3, numberHigh, numberLow);
        return Math.min(sum, count);
    }

    /** Where the slot lies for a number, or for the half of it that the node's position is in. */
    private static int slot(UnsafeBuffer image, int node, long half) {
        int position = ImageWords.int32(image, node + IntervalIndexDescriptor.POSITION_OFFSET);
        int bits = ImageWords.int32(image, node + IntervalIndexDescriptor.BITS_OFFSET);
        int slot = (int) (half << position >>> (Long.SIZE - bits));
        return node + IntervalIndexDescriptor.SLOTS_OFFSET + slot * IntervalIndexDescriptor.SLOT_LENGTH;
    }

    /** 1 if the boundary of that number isn't above the value, else 0. */
    private static int notAbove(UnsafeBuffer image, int boundaries, int at, long value) {
        int boundary = ImageWords.int32(image, boundaries + at * IntervalIndexDescriptor.NARROW_LENGTH);
        return 1 - (int) (value - (boundary & NARROW_MASK) >>> (Long.SIZE - 1));
    }

    private static int notAbove(UnsafeBuffer image, int boundaries, int at, long high, long low) {
        int offset = boundaries + at * IntervalIndexDescriptor.WIDE_LENGTH;
        long boundaryHigh = ImageWords.int64(image, offset);
        long boundaryLow = ImageWords.int64(image, offset + Long.BYTES);
        long borrow = borrow(low, boundaryLow, low - boundaryLow);
        long difference = high - boundaryHigh;
        // The borrow of the lower halves can make the upper difference wrap only where the halves are equal.
        return 1 - (int) (borrow(high, boundaryHigh, difference) | (isZero(difference) & borrow));
    }

    /** 1 if one is below the other without sign, given their difference; else 0. */
    private static long borrow(long one, long other, long difference) {
        return (~one & other | (~one | other) & difference) >>> (Long.SIZE - 1);
    }

    /** 1 for 0, else 0. */
    private static long isZero(long number) {
        return 1 - ((number | -number) >>> (Long.SIZE - 1));
    }
}
