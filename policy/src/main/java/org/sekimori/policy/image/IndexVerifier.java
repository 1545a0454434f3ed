package org.sekimori.policy.image;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import java.util.BitSet;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Checks an interval index: boundaries ascend, slots stay within them, children lie behind their parents. So every look-up
 * ends within the index, with a number between 0 and the count of boundaries.
 */
final class IndexVerifier {
    private final UnsafeBuffer image;
    private final int index;
    private final boolean wide;
    private final int count;
    private final int length;

    private IndexVerifier(UnsafeBuffer image, int index, int end, boolean wide) {
        this.image = image;
        this.index = index;
        this.wide = wide;
        HeaderVerifier.check(end - index >= IntervalIndexDescriptor.BOUNDARIES_OFFSET, "interval index", index);
        count = image.getInt(index + IntervalIndexDescriptor.COUNT_OFFSET, BYTE_ORDER);
        length = image.getInt(index + IntervalIndexDescriptor.LENGTH_OFFSET, BYTE_ORDER);
        boolean fits = count >= 0
                && length >= IntervalIndexDescriptor.lengthWithoutNodes(count, wide)
                && length <= end - index
                && length % ImageDescriptor.SECTION_ALIGNMENT == 0;
        HeaderVerifier.check(fits, "interval index length", index);
    }

    /** Checks the index that begins there, and returns where it ends. */
    static int verify(UnsafeBuffer image, int index, int end, boolean wide) {
        IndexVerifier verifier = new IndexVerifier(image, index, end, wide);
        verifier.verifyBoundaries();
        verifier.verifyNodes();
        return index + verifier.length;
    }

    private void verifyBoundaries() {
        for (int i = 1; i < count; i++) {
            HeaderVerifier.check(compare(i - 1, i) < 0, "boundary", index);
        }
    }

    private int compare(int one, int other) {
        int boundaries = index + IntervalIndexDescriptor.BOUNDARIES_OFFSET;
        if (!wide) {
            return Integer.compareUnsigned(
                    image.getInt(boundaries + one * IntervalIndexDescriptor.NARROW_LENGTH, BYTE_ORDER),
                    image.getInt(boundaries + other * IntervalIndexDescriptor.NARROW_LENGTH, BYTE_ORDER));
        }
        int at = boundaries + one * IntervalIndexDescriptor.WIDE_LENGTH;
        int behind = boundaries + other * IntervalIndexDescriptor.WIDE_LENGTH;
        int byHigh = Long.compareUnsigned(image.getLong(at, BYTE_ORDER), image.getLong(behind, BYTE_ORDER));
        return byHigh != 0
                ? byHigh
                : Long.compareUnsigned(
                        image.getLong(at + Long.BYTES, BYTE_ORDER), image.getLong(behind + Long.BYTES, BYTE_ORDER));
    }

    private void verifyNodes() {
        int first = (int) IntervalIndexDescriptor.lengthWithoutNodes(count, wide);
        boolean hasRoot = count > IntervalIndexDescriptor.COMPARED;
        HeaderVerifier.check(hasRoot == first < length, "root of an interval index", index);
        BitSet starts = new BitSet();
        for (int node = first; node < length; node += nodeLength(node)) {
            starts.set(node);
        }
        for (int node = starts.nextSetBit(first); node >= 0; node = starts.nextSetBit(node + 1)) {
            verifySlots(node, starts);
        }
    }

    private int nodeLength(int node) {
        int room = length - node;
        HeaderVerifier.check(room >= IntervalIndexDescriptor.SLOTS_OFFSET, "node of an interval index", index + node);
        int position = image.getInt(index + node + IntervalIndexDescriptor.POSITION_OFFSET, BYTE_ORDER);
        int bits = image.getInt(index + node + IntervalIndexDescriptor.BITS_OFFSET, BYTE_ORDER);
        int last = wide ? IntervalIndexDescriptor.WIDE_LENGTH * Byte.SIZE : Integer.SIZE;
        boolean sound = bits > 0
                && bits <= IntervalIndexDescriptor.MAX_BITS
                && position >= 0
                && position <= last - bits
                && position % IntervalIndexDescriptor.HALF_BITS <= IntervalIndexDescriptor.HALF_BITS - bits
                && IntervalIndexDescriptor.nodeLength(bits) <= room;
        HeaderVerifier.check(sound, "node of an interval index", index + node);
        return IntervalIndexDescriptor.nodeLength(bits);
    }

    private void verifySlots(int node, BitSet starts) {
        int from = image.getInt(index + node + IntervalIndexDescriptor.FROM_OFFSET, BYTE_ORDER);
        int to = image.getInt(index + node + IntervalIndexDescriptor.TO_OFFSET, BYTE_ORDER);
        boolean sound = to == 0 && from == 0 || from >= 0 && from < to && to <= count;
        HeaderVerifier.check(sound, "boundaries of a node", index + node);
        int end = node + nodeLength(node);
        for (int at = node + IntervalIndexDescriptor.SLOTS_OFFSET;
                at < end;
                at += IntervalIndexDescriptor.SLOT_LENGTH) {
            int slot = image.getInt(index + at, BYTE_ORDER);
            boolean leads = slot >= 0 ? slot <= count : ~slot > node && starts.get(~slot);
            HeaderVerifier.check(leads, "slot of an interval index", index + at);
        }
    }
}
