package org.sekimori.policy.image;

/**
 * Ports as disjoint ranges in ascending order.
 *
 * <pre>
 *  +------------------------------------------+
 *  | count, at least 1                        |
 *  +--------------------+---------------------+
 *  | last (16 bits)     | first (16 bits)     |
 *  +--------------------+---------------------+
 *  | ...                                      |
 *  +------------------------------------------+
 * </pre>
 */
public final class PortSetDescriptor {
    public static final int COUNT_OFFSET = 0;
    public static final int RANGES_OFFSET = Integer.BYTES;
    public static final int RANGE_LENGTH = Integer.BYTES;

    private static final int LAST_SHIFT = 16;
    private static final int PORT_MASK = 0xFFFF;

    private PortSetDescriptor() {}

    /** A range in one number. */
    public static int pack(int first, int last) {
        return last << LAST_SHIFT | first;
    }

    /** The first port of a packed range. */
    public static int first(int range) {
        return range & PORT_MASK;
    }

    /** The last port of a packed range. */
    public static int last(int range) {
        return range >>> LAST_SHIFT;
    }

    /** Bytes a set of so many ranges takes. */
    public static int length(int count) {
        return RANGES_OFFSET + count * RANGE_LENGTH;
    }
}
