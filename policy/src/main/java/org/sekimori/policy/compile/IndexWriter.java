package org.sekimori.policy.compile;

import org.sekimori.policy.image.IntervalIndexDescriptor;

/** Writes interval indexes. */
final class IndexWriter {
    /** Boundaries for each slot of a node, if they lay evenly. */
    private static final int BOUNDARIES_PER_SLOT = 4;

    private final ImageWriter image;
    private final Boundaries boundaries;
    private final int offset;

    private IndexWriter(ImageWriter image, Boundaries boundaries) {
        this.image = image;
        this.boundaries = boundaries;
        offset = image.cursor();
    }

    /** Appends an index and returns where it lies. */
    static int append(ImageWriter image, Boundaries boundaries) {
        IndexWriter writer = new IndexWriter(image, boundaries);
        writer.appendBoundaries();
        if (boundaries.count() > IntervalIndexDescriptor.MAX_SEARCHED) {
            writer.appendNode(0, boundaries.count());
        }
        image.putInt(writer.offset + IntervalIndexDescriptor.LENGTH_OFFSET, image.cursor() - writer.offset);
        return writer.offset;
    }

    private void appendBoundaries() {
        int count = boundaries.count();
        image.appendInt(count);
        image.appendInt(0);
        for (int i = 0; i < count; i++) {
            if (boundaries.isWide()) {
                image.appendLong(boundaries.high(i));
                image.appendLong(boundaries.low(i));
            } else {
                image.appendInt((int) boundaries.low(i));
            }
        }
        long padded = IntervalIndexDescriptor.lengthWithoutNodes(count, boundaries.isWide());
        image.skip((int) (offset + padded - image.cursor()));
    }

    /** A node for the boundaries of that span, and the nodes below it; returns where it lies in the index. */
    private int appendNode(int from, int to) {
        int position = boundaries.firstDifference(from, to - 1);
        int bits = bits(position, to - from);
        int node = image.cursor();
        image.skip(IntervalIndexDescriptor.nodeLength(bits));
        image.putInt(node + IntervalIndexDescriptor.POSITION_OFFSET, position);
        image.putInt(node + IntervalIndexDescriptor.BITS_OFFSET, bits);
        int first = from;
        for (int slot = 0; slot < 1 << bits; slot++) {
            int next = first;
            while (next < to && boundaries.bits(next, position, bits) == slot) {
                next++;
            }
            int at = node + IntervalIndexDescriptor.SLOTS_OFFSET + slot * IntervalIndexDescriptor.SLOT_LENGTH;
            image.putInt(at, first);
            if (next - first > IntervalIndexDescriptor.MAX_SEARCHED) {
                image.putInt(at + IntervalIndexDescriptor.CHILD_OFFSET, appendNode(first, next));
            }
            first = next;
        }
        image.putInt(node + IntervalIndexDescriptor.nodeLength(bits) - IntervalIndexDescriptor.SLOT_LENGTH, to);
        return node - offset;
    }

    private int bits(int position, int count) {
        int wanted = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(count / BOUNDARIES_PER_SLOT);
        int end = boundaries.isWide() ? (position / Long.SIZE + 1) * Long.SIZE : Integer.SIZE;
        return Math.min(Math.min(wanted, IntervalIndexDescriptor.MAX_BITS), end - position);
    }
}
