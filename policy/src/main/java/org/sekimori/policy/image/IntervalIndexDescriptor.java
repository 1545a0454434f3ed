package org.sekimori.policy.image;

/**
 * Ascending boundaries that cut a number space into intervals, and a tree of tables to find a number's interval with few
 * loads, however the boundaries lie: a level-compressed trie (Nilsson and Karlsson 1999) that ends in short searches.
 *
 * <pre>
 *   0                   4                   8
 *  +-------------------+-------------------+
 *  | boundaries        | length, bytes     |
 *  +-------------------+-------------------+
 *  | boundary, 4 or 16 bytes (upper half first); 0 up to a multiple of 8
 *  +---------------------------------------+
 *  | node: position    | bits              |   the root, if there are more boundaries than a search may take
 *  +-------------------+-------------------+
 *  | slot: first       | child, or 0       |   2^bits + 1 of them: the first boundary whose bits at the
 *  +-------------------+-------------------+   position are not below the slot's number, and where in the
 *  | ...                                   |   index the node lies that tells those in the slot apart
 *  +---------------------------------------+
 *  | further nodes, each behind its parent |
 *  +---------------------------------------+
 * </pre>
 *
 * <p>A narrow number has 32 bits: an IPv4 address, or a port in the upper half. A wide one has 128. Position 0 is the
 * leading bit. What is looked for is the count of boundaries that are not above a number.
 */
public final class IntervalIndexDescriptor {
    public static final int COUNT_OFFSET = 0;
    public static final int LENGTH_OFFSET = 4;
    public static final int BOUNDARIES_OFFSET = 8;

    public static final int NARROW_LENGTH = Integer.BYTES;
    public static final int WIDE_LENGTH = 2 * Long.BYTES;

    public static final int POSITION_OFFSET = 0;
    public static final int BITS_OFFSET = 4;
    public static final int SLOTS_OFFSET = 8;
    public static final int SLOT_LENGTH = 8;
    public static final int CHILD_OFFSET = 4;
    /** In place of a child. */
    public static final int NO_CHILD = 0;

    /** Boundaries a slot may hold without a node of its own. */
    public static final int MAX_SEARCHED = 8;
    /** The most bits of a node. */
    public static final int MAX_BITS = 20;
    /** Bits that are taken from one half of a wide number. */
    public static final int HALF_BITS = Long.SIZE;

    private static final int ALIGNMENT = 8;

    private IntervalIndexDescriptor() {}

    /** Bytes of an index without nodes; long, since counts may be anything before they are checked. */
    public static long lengthWithoutNodes(long count, boolean wide) {
        long boundaries = count * (wide ? WIDE_LENGTH : NARROW_LENGTH);
        return BOUNDARIES_OFFSET + (boundaries + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Bytes of a node. */
    public static int nodeLength(int bits) {
        return SLOTS_OFFSET + ((1 << bits) + 1) * SLOT_LENGTH;
    }
}
