package org.sekimori.policy.compile;

import org.sekimori.policy.image.IntervalIndexDescriptor;

/** Writes interval indexes. */
final class IndexWriter {
    /** Bits that all boundaries of a node share and are worth being left out. */
    private static final int WORTH_LEAVING_OUT = 8;

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
        if (boundaries.count() > IntervalIndexDescriptor.COMPARED) {
            writer.appendNode(0, 0, boundaries.count());
        }
        image.putInt(writer.offset + IntervalIndexDescriptor.LENGTH_OFFSET, image.cursor() - writer.offset);
        return writer.offset;
    }

    private void appendBoundaries() {
        int count = boundaries.count();
        image.appendInt(count);
        image.appendInt(0);
        for (int i = 0; i < count; i++) {
            append(boundaries.high(i), boundaries.low(i));
        }
        for (int i = 0; count > IntervalIndexDescriptor.COMPARED && i < IntervalIndexDescriptor.COMPARED; i++) {
            append(-1L, -1L);
        }
        long padded = IntervalIndexDescriptor.lengthWithoutNodes(count, boundaries.isWide());
        image.skip((int) (offset + padded - image.cursor()));
    }

    private void append(long high, long low) {
        if (boundaries.isWide()) {
            image.appendLong(high);
            image.appendLong(low);
        } else {
            image.appendInt((int) low);
        }
    }

    /** A node for the boundaries of that span, and the nodes below it; returns where it lies in the index. */
    private int appendNode(int nextBit, int from, int to) {
        int difference = boundaries.firstDifference(from, to - 1);
        boolean leavesOut = difference >= nextBit + WORTH_LEAVING_OUT;
        int position = leavesOut ? difference : nextBit;
        int bits = bits(position, to - from);
        int node = image.cursor();
        image.skip(IntervalIndexDescriptor.nodeLength(bits));
        image.putInt(node + IntervalIndexDescriptor.POSITION_OFFSET, position);
        image.putInt(node + IntervalIndexDescriptor.BITS_OFFSET, bits);
        image.putInt(node + IntervalIndexDescriptor.FROM_OFFSET, leavesOut ? from : 0);
        image.putInt(node + IntervalIndexDescriptor.TO_OFFSET, leavesOut ? to : 0);
        int first = from;
        for (int slot = 0; slot < 1 << bits; slot++) {
            int next = first;
            while (next < to && boundaries.bits(next, position, bits) == slot) {
                next++;
            }
            int at = node + IntervalIndexDescriptor.SLOTS_OFFSET + slot * IntervalIndexDescriptor.SLOT_LENGTH;
            boolean isLong = next - first > IntervalIndexDescriptor.COMPARED;
            image.putInt(at, isLong ? ~appendNode(position + bits, first, next) : first);
            first = next;
        }
        return node - offset;
    }

    /** About as many slots as boundaries; what is taken of a wide number lies in one half. */
    private int bits(int position, int count) {
        int wanted = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(count);
        int end = boundaries.isWide() ? (position / Long.SIZE + 1) * Long.SIZE : Integer.SIZE;
        return Math.min(Math.min(wanted, IntervalIndexDescriptor.MAX_BITS), end - position);
    }
}
