package org.sekimori.policy.image;

/**
 * What happens to frames no rule decides: one bit each in the header's {@code fates}, 1 for drop.
 *
 * <pre>
 *  31                             6     5     4     3     2     1     0
 * +--------------------------------+-----+-----+-----+-----+-----+-----+
 * |          reserved, 0           | undecod.  | malformed | default   |
 * |                                | out | in  | out | in  | out | in  |
 * +--------------------------------+-----+-----+-----+-----+-----+-----+
 * </pre>
 */
public final class FatesDescriptor {
    /** Place of the bits for frames that match no rule. */
    public static final int DEFAULT = 0;
    /** Place of the bits for malformed packets. */
    public static final int MALFORMED = 2;
    /** Place of the bits for packets that lie too deep. */
    public static final int UNDECODABLE = 4;
    /** All bits that mean something. */
    public static final int MASK = 0x3F;

    private FatesDescriptor() {}

    /** The bit of one of the places above, for a direction's ordinal. */
    public static int bit(int place, int direction) {
        return 1 << place + direction;
    }
}
