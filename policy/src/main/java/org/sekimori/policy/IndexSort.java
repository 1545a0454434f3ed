package org.sekimori.policy;

import java.util.function.IntBinaryOperator;

/** Sorts what lies in plain arrays of its own, without an object for each element. */
public final class IndexSort {
    private IndexSort() {}

    /**
     * The indexes from 0 in order, those of equal elements as they were.
     *
     * @param comparison of the elements at two indexes, as a {@link java.util.Comparator} answers
     */
    public static int[] sorted(int count, IntBinaryOperator comparison) {
        int[] from = new int[count];
        for (int i = 0; i < count; i++) {
            from[i] = i;
        }
        int[] to = new int[count];
        for (long width = 1; width < count; width *= 2) {
            for (long start = 0; start < count; start += 2 * width) {
                int middle = (int) Math.min(start + width, count);
                merge(from, to, (int) start, middle, (int) Math.min(start + 2 * width, count), comparison);
            }
            int[] swapped = from;
            from = to;
            to = swapped;
        }
        return from;
    }

    private static void merge(int[] from, int[] to, int start, int middle, int end, IntBinaryOperator comparison) {
        boolean inOrder = middle == end || comparison.applyAsInt(from[middle - 1], from[middle]) <= 0;
        if (inOrder) {
            System.arraycopy(from, start, to, start, end - start);
            return;
        }
        int left = start;
        int right = middle;
        for (int at = start; at < end; at++) {
            boolean takeLeft = right == end || left < middle && comparison.applyAsInt(from[left], from[right]) <= 0;
            to[at] = takeLeft ? from[left++] : from[right++];
        }
    }
}
