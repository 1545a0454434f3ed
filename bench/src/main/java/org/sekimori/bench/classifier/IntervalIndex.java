package org.sekimori.bench.classifier;

import java.util.Arrays;

/** How many of some ascending numbers are not above a number: a table by the leading bits, then a binary search. */
final class IntervalIndex {
    private static final int MEAN_GROUP = 4;

    final long[] boundaries;
    private final int[] starts;
    private final int shift;

    IntervalIndex(long[] ascending, int bits) {
        boundaries = ascending;
        int tableBits = 1;
        while (tableBits < bits && ascending.length >> tableBits > MEAN_GROUP) {
            tableBits++;
        }
        shift = bits - tableBits;
        starts = new int[(1 << tableBits) + 1];
        for (int slot = 0; slot < starts.length; slot++) {
            int at = Arrays.binarySearch(boundaries, (long) slot << shift);
            starts[slot] = at < 0 ? -at - 1 : at;
        }
    }

    int count(long value) {
        int slot = (int) (value >>> shift);
        int low = starts[slot];
        int high = starts[slot + 1];
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (boundaries[middle] <= value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    long bytes() {
        return boundaries.length * (long) Integer.BYTES + starts.length * (long) Integer.BYTES;
    }
}
