package org.sekimori.policy.image;

/**
 * The rules worth trying for one kind of packet, in policy order: direction, protocol and destination port are known to
 * fit, the rest is yet to be looked at.
 *
 * <pre>
 *  +------------------------+
 *  | count, at least 1      |
 *  +------------------------+
 *  | rule index             |
 *  +------------------------+
 *  | ... ascending          |
 *  +------------------------+
 * </pre>
 */
public final class CandidateListDescriptor {
    /** Stands in tables where no rule is worth trying. */
    public static final int NONE = 0;

    public static final int COUNT_OFFSET = 0;
    public static final int INDICES_OFFSET = Integer.BYTES;
    public static final int INDEX_LENGTH = Integer.BYTES;

    private CandidateListDescriptor() {}

    /** Bytes a list of so many rules takes. */
    public static int length(int count) {
        return INDICES_OFFSET + count * INDEX_LENGTH;
    }
}
