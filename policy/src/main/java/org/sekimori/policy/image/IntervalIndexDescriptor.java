package org.sekimori.policy.image;

/**
 * Ascending boundaries that cut a number space into intervals, and a tree of tables to find a number's interval with few
 * loads and hardly a branch, however the boundaries lie: a level-compressed trie (Nilsson and Karlsson 1999) that ends in
 * comparing a few boundaries, always as many.
 *
 * <pre>
 *   0                   4                   8                  12                  16
 *  +-------------------+-------------------+
 *  | boundaries        | length, bytes     |
 *  +-------------------+-------------------+
 *  | boundary, 4 or 16 bytes (upper half first); then, if there are more than {@link #COMPARED},
 *  | that many of only ones; 0 up to a multiple of 8
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | node: position    | bits              | from              | to                |  the root, if there are more
 *  +-------------------+-------------------+-------------------+-------------------+  than are compared
 *  | slot              | ...   2^bits of them, a multiple of 8 bytes               |
 *  +-------------------+-----------------------------------------------------------+
 *  | further nodes, each behind its parent                                         |
 *  +-------------------------------------------------------------------------------+
 * </pre>
 *
 * <p>A slot holds the first boundary whose bits at the position are not below the slot's number; or, where more boundaries
 * have these bits than are compared, the complement of where in the index their own node lies. A node that leaves out bits
 * its boundaries share says which boundaries these are, from and behind, since a number may differ in those bits; any other
 * node has 0 in both.
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
    public static final int FROM_OFFSET = 8;
    public static final int TO_OFFSET = 12;
    public static final int SLOTS_OFFSET = 16;
    public static final int SLOT_LENGTH = Integer.BYTES;

    /** Boundaries that are compared in the end. */
    public static final int COMPARED = 4;
    /** The most bits of a node. */
    public static final int MAX_BITS = 20;
    /** Bits that are taken from one half of a wide number. */
    public static final int HALF_BITS = Long.SIZE;
    /** Bits by which a port is shifted to make a narrow number. */
    public static final int PORT_SHIFT = 16;

    private static final int ALIGNMENT = 8;

    private IntervalIndexDescriptor() {}

    /** Bytes of an index without nodes; long, since counts may be anything before they are checked. */
    public static long lengthWithoutNodes(long count, boolean wide) {
        long padding = count > COMPARED ? COMPARED : 0;
        long boundaries = (count + padding) * (wide ? WIDE_LENGTH : NARROW_LENGTH);
        return BOUNDARIES_OFFSET + (boundaries + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Bytes of a node. */
    public static int nodeLength(int bits) {
        return SLOTS_OFFSET + (1 << bits) * SLOT_LENGTH;
    }
}
