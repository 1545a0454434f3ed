package org.sekimori.bench.classifier;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What recursive flow classification (Gupta and McKeown 1999) and cross-producting would need: how many classes of equal
 * addresses there are, and so how large their first table is. Bit vectors (Lakshman and Stiliadis 1998) need a bit for
 * each rule and class.
 */
final class FlowReduction {
    private FlowReduction() {}

    /** Intervals of a field within which all points lie in the same boxes, at most. */
    static long intervals(Boxes boxes, int field) {
        long[] edges = new long[2 * boxes.size];
        for (int rank = 0; rank < boxes.size; rank++) {
            edges[2 * rank] = boxes.first[rank * Boxes.FIELDS + field];
            edges[2 * rank + 1] = boxes.last[rank * Boxes.FIELDS + field] + 1;
        }
        return Arrays.stream(edges).distinct().count();
    }

    /** Different sets of boxes among those intervals, by a 64-bit sum of the ranks' hashes. */
    static long classes(Boxes boxes, int field) {
        Map<Long, Long> changes = new HashMap<>();
        for (int rank = 0; rank < boxes.size; rank++) {
            long hash = (rank + 1) * 0x9E37_79B9_7F4A_7C15L;
            long mixed = (hash ^ hash >>> 31) * 0xD6E8_FEB8_6659_FD93L;
            changes.merge(boxes.first[rank * Boxes.FIELDS + field], mixed, Long::sum);
            changes.merge(boxes.last[rank * Boxes.FIELDS + field] + 1, -mixed, Long::sum);
        }
        long sum = 0;
        Map<Long, Boolean> seen = new HashMap<>();
        for (long edge :
                changes.keySet().stream().mapToLong(Long::longValue).sorted().toArray()) {
            sum += changes.get(edge);
            seen.put(sum, true);
        }
        return seen.size();
    }
}
