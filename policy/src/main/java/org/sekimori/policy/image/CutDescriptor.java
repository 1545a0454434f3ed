package org.sekimori.policy.image;

/**
 * A node in the tree over boxes with the same hash, where they are too many for one list: packets whose field is below the
 * number go on at the first child, the others at the second. Children lie behind their parent.
 *
 * <pre>
 *   0                   4                   8
 *  +-------------------+-------------------+
 *  | field             | reserved, 0       |
 *  +-------------------+-------------------+
 *  | number, upper half                    |
 *  | number, lower half                    |
 *  +-------------------+-------------------+
 *  | below             | not below         |   references as in a slot
 *  +-------------------+-------------------+
 * </pre>
 */
public final class CutDescriptor {
    public static final int FIELD_OFFSET = 0;
    public static final int HIGH_OFFSET = 8;
    public static final int LOW_OFFSET = 16;
    public static final int BELOW_OFFSET = 24;
    public static final int NOT_BELOW_OFFSET = 28;
    public static final int LENGTH = 32;

    private CutDescriptor() {}
}
