package org.sekimori.policy.image;

/**
 * What happens to frames no rule decides: one bit each in the header's {@code fates}, 1 for drop.
 *
 * <pre>
 *  31               9    8     7     6     5     4     3     2     1     0
 * +------------------+-----+-----+-----+-----+-----+-----+-----+-----+-----+
 * |   reserved, 0    |moni-|  orphans  | undecod.  | malformed | default   |
 * |                  |tor  | out | in  | out | in  | out | in  | out | in  |
 * +------------------+-----+-----+-----+-----+-----+-----+-----+-----+-----+
 * </pre>
 *
 * <p>The monitor bit says that the whole policy only watches.
 */
public final class FatesDescriptor {
    /** Place of the bits for frames that match no rule. */
    public static final int DEFAULT = 0;
    /** Place of the bits for malformed packets. */
    public static final int MALFORMED = 2;
    /** Place of the bits for packets that lie too deep. */
    public static final int UNDECODABLE = 4;
    /** Place of the bits for later fragments whose first one wasn't seen. */
    public static final int ORPHANS = 6;
    /** The bit of a policy that only watches. */
    public static final int MONITOR = 1 << 8;
    /** All bits that mean something. */
    public static final int MASK = 0x1FF;

    private FatesDescriptor() {}

    /** The bit of one of the places above, for a direction's ordinal. */
    public static int bit(int place, int direction) {
        return 1 << place + direction;
    }
}
