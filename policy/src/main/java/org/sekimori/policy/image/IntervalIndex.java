package org.sekimori.policy.image;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import org.agrona.concurrent.UnsafeBuffer;

/** Look-up in an {@link IntervalIndexDescriptor}. */
public final class IntervalIndex {
    private IntervalIndex() {}

    /** How many boundaries of a narrow index are not above the number, without sign. */
    public static int countNarrow(UnsafeBuffer image, int index, int number) {
        int boundaries = index + IntervalIndexDescriptor.BOUNDARIES_OFFSET;
        int low = 0;
        int high = image.getInt(index + IntervalIndexDescriptor.COUNT_OFFSET, BYTE_ORDER);
        if (high > IntervalIndexDescriptor.MAX_SEARCHED) {
            int node = index + (int) IntervalIndexDescriptor.lengthWithoutNodes(high, false);
            do {
                if (isBelow(image, boundaries, low, number)) {
                    return low;
                }
                if (!isBelow(image, boundaries, high - 1, number)) {
                    return high;
                }
                int slot = slot(image, node, (long) number << Integer.SIZE);
                low = image.getInt(slot, BYTE_ORDER);
                high = image.getInt(slot + IntervalIndexDescriptor.SLOT_LENGTH, BYTE_ORDER);
                int child = image.getInt(slot + IntervalIndexDescriptor.CHILD_OFFSET, BYTE_ORDER);
                node = child == IntervalIndexDescriptor.NO_CHILD ? child : index + child;
            } while (node != IntervalIndexDescriptor.NO_CHILD);
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isBelow(image, boundaries, middle, number)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** How many boundaries of a wide index are not above the number, without sign. */
    public static int countWide(UnsafeBuffer image, int index, long numberHigh, long numberLow) {
        int boundaries = index + IntervalIndexDescriptor.BOUNDARIES_OFFSET;
        int low = 0;
        int high = image.getInt(index + IntervalIndexDescriptor.COUNT_OFFSET, BYTE_ORDER);
        if (high > IntervalIndexDescriptor.MAX_SEARCHED) {
            int node = index + (int) IntervalIndexDescriptor.lengthWithoutNodes(high, true);
            do {
                if (isBelow(image, boundaries, low, numberHigh, numberLow)) {
                    return low;
                }
                if (!isBelow(image, boundaries, high - 1, numberHigh, numberLow)) {
                    return high;
                }
                int slot = wideSlot(image, node, numberHigh, numberLow);
                low = image.getInt(slot, BYTE_ORDER);
                high = image.getInt(slot + IntervalIndexDescriptor.SLOT_LENGTH, BYTE_ORDER);
                int child = image.getInt(slot + IntervalIndexDescriptor.CHILD_OFFSET, BYTE_ORDER);
                node = child == IntervalIndexDescriptor.NO_CHILD ? child : index + child;
            } while (node != IntervalIndexDescriptor.NO_CHILD);
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isBelow(image, boundaries, middle, numberHigh, numberLow)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static int wideSlot(UnsafeBuffer image, int node, long high, long low) {
        int position = image.getInt(node + IntervalIndexDescriptor.POSITION_OFFSET, BYTE_ORDER);
        return slot(image, node, position < IntervalIndexDescriptor.HALF_BITS ? high : low);
    }

    /** Where the slot lies for a number, or for the half of it that the node's position is in. */
    private static int slot(UnsafeBuffer image, int node, long half) {
        int position = image.getInt(node + IntervalIndexDescriptor.POSITION_OFFSET, BYTE_ORDER);
        int bits = image.getInt(node + IntervalIndexDescriptor.BITS_OFFSET, BYTE_ORDER);
        int slot = (int) (half << position >>> (Long.SIZE - bits));
        return node + IntervalIndexDescriptor.SLOTS_OFFSET + slot * IntervalIndexDescriptor.SLOT_LENGTH;
    }

    private static boolean isBelow(UnsafeBuffer image, int boundaries, int at, int number) {
        int boundary = image.getInt(boundaries + at * IntervalIndexDescriptor.NARROW_LENGTH, BYTE_ORDER);
        return Integer.compareUnsigned(number, boundary) < 0;
    }

    private static boolean isBelow(UnsafeBuffer image, int boundaries, int at, long numberHigh, long numberLow) {
        int offset = boundaries + at * IntervalIndexDescriptor.WIDE_LENGTH;
        long high = image.getLong(offset, BYTE_ORDER);
        if (numberHigh != high) {
            return Long.compareUnsigned(numberHigh, high) < 0;
        }
        return Long.compareUnsigned(numberLow, image.getLong(offset + Long.BYTES, BYTE_ORDER)) < 0;
    }
}
