package org.sekimori.bench.classifier;

import java.util.Arrays;

/**
 * A decision tree that halves by one number at each node (HyperSplit, Qi and others 2009), rules copied into both halves
 * where they reach over the cut; leaves are searched in order. It stops cutting once the copies outgrow their budget.
 */
final class SplitTree implements Classifier {
    private static final int LEAF_RULES = 8;
    private static final int COPIES_PER_RULE = 40;
    private static final int MAX_DEPTH = 60;

    private final Boxes boxes;
    private final long budget;
    private int[] fields = new int[1024];
    private long[] cuts = new long[1024];
    private int[] children = new int[1024];
    private int[] ranks = new int[1024];
    private int nodeCount;
    private int rankCount;
    private boolean full;

    SplitTree(Boxes boxes) {
        this.boxes = boxes;
        budget = (long) boxes.size * COPIES_PER_RULE + 1024;
        int[] all = new int[boxes.size];
        Arrays.setAll(all, i -> i);
        node();
        build(0, all, new long[] {0, 0, 0, 0, 0}, new long[] {(1L << 32) - 1, (1L << 32) - 1, 65535, 65535, 255}, 0);
    }

    boolean isFull() {
        return full;
    }

    @Override
    public int find(long[] point) {
        int node = 0;
        while (fields[node] >= 0) {
            node = children[node] + (point[fields[node]] < cuts[node] ? 0 : 1);
        }
        for (int at = children[node]; ranks[at] != Boxes.NONE; at++) {
            if (boxes.contains(ranks[at], point)) {
                return ranks[at];
            }
        }
        return Boxes.NONE;
    }

    private int node() {
        if (nodeCount == fields.length) {
            fields = Arrays.copyOf(fields, 2 * nodeCount);
            cuts = Arrays.copyOf(cuts, 2 * nodeCount);
            children = Arrays.copyOf(children, 2 * nodeCount);
        }
        return nodeCount++;
    }

    private void build(int node, int[] list, long[] from, long[] to, int depth) {
        int field = -1;
        if (list.length > LEAF_RULES && depth < MAX_DEPTH && rankCount < budget) {
            field = bestField(list, from, to);
        }
        if (field < 0) {
            full |= list.length > LEAF_RULES;
            leaf(node, list);
            return;
        }
        long cut = cut(list, field, from[field], to[field]);
        int left = node();
        int right = node();
        fields[node] = field;
        cuts[node] = cut;
        children[node] = left;
        long end = to[field];
        to[field] = cut - 1;
        build(left, part(list, from, to, field), from, to, depth + 1);
        to[field] = end;
        long begin = from[field];
        from[field] = cut;
        build(right, part(list, from, to, field), from, to, depth + 1);
        from[field] = begin;
    }

    private void leaf(int node, int[] list) {
        if (rankCount + list.length + 1 > ranks.length) {
            ranks = Arrays.copyOf(ranks, Math.max(2 * ranks.length, rankCount + list.length + 1));
        }
        fields[node] = -1;
        children[node] = rankCount;
        for (int rank : list) {
            ranks[rankCount++] = rank;
        }
        ranks[rankCount++] = Boxes.NONE;
    }

    /** The field with most different edges inside the region. */
    private int bestField(int[] list, long[] from, long[] to) {
        int best = -1;
        long bestEdges = 0;
        for (int field = 0; field < Boxes.FIELDS; field++) {
            long edges = edges(list, field, from[field], to[field]).length;
            if (edges > bestEdges) {
                best = field;
                bestEdges = edges;
            }
        }
        return best;
    }

    private long cut(int[] list, int field, long from, long to) {
        long[] edges = edges(list, field, from, to);
        return edges[edges.length / 2];
    }

    private long[] edges(int[] list, int field, long from, long to) {
        long[] edges = new long[2 * list.length];
        int count = 0;
        for (int rank : list) {
            long first = boxes.first[rank * Boxes.FIELDS + field];
            long behind = boxes.last[rank * Boxes.FIELDS + field] + 1;
            if (first > from && first <= to) {
                edges[count++] = first;
            }
            if (behind > from && behind <= to) {
                edges[count++] = behind;
            }
        }
        return Arrays.stream(edges, 0, count).sorted().distinct().toArray();
    }

    /** Rules that reach into the region, up to the first that fills it. */
    private int[] part(int[] list, long[] from, long[] to, int field) {
        int[] part = new int[list.length];
        int count = 0;
        for (int rank : list) {
            int at = rank * Boxes.FIELDS;
            if (boxes.first[at + field] <= to[field] && boxes.last[at + field] >= from[field]) {
                part[count++] = rank;
                if (fills(at, from, to)) {
                    break;
                }
            }
        }
        return Arrays.copyOf(part, count);
    }

    private boolean fills(int at, long[] from, long[] to) {
        for (int field = 0; field < Boxes.FIELDS; field++) {
            if (boxes.first[at + field] > from[field] || boxes.last[at + field] < to[field]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long bytes() {
        return nodeCount * 16L + rankCount * (long) Integer.BYTES;
    }
}
