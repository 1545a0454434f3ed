package org.sekimori.policy.image;

/**
 * What the boxes of one tuple are hashed by: which bits of the addresses count, and which of the ports do.
 *
 * <pre>
 *   0                   4                   8
 *  +-------------------+-------------------+
 *  | first rule        | port masks        |
 *  +-------------------+-------------------+
 *  | mask of the source, upper half        |
 *  | mask of the source, lower half        |
 *  | mask of the destination, upper half   |
 *  | mask of the destination, lower half   |
 *  +---------------------------------------+
 * </pre>
 */
public final class TupleDescriptor {
    public static final int FIRST_RULE_OFFSET = 0;
    public static final int PORT_MASK_OFFSET = 4;
    public static final int SOURCE_HIGH_OFFSET = 8;
    public static final int SOURCE_LOW_OFFSET = 16;
    public static final int DESTINATION_HIGH_OFFSET = 24;
    public static final int DESTINATION_LOW_OFFSET = 32;
    public static final int LENGTH = 40;

    private static final int SOURCE_PORT_MASK = PortSetDescriptor.pack(0xFFFF, 0);
    private static final int DESTINATION_PORT_MASK = PortSetDescriptor.pack(0, 0xFFFF);

    private static final long FIRST = 0x9E37_79B9_7F4A_7C15L;
    private static final long SECOND = 0xC2B2_AE3D_27D4_EB4FL;
    private static final long THIRD = 0xD6E8_FEB8_6659_FD93L;
    private static final int HALF = 32;

    private TupleDescriptor() {}

    /** The mask of both ports, packed as a range from source to destination would be, for boxes that have one each. */
    public static int portMask(boolean exactSource, boolean exactDestination) {
        return (exactSource ? SOURCE_PORT_MASK : 0) | (exactDestination ? DESTINATION_PORT_MASK : 0);
    }

    /** The hash of a box's or a packet's numbers, masked. */
    public static int hash(
            int tuple, long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int ports) {
        long hash = (sourceHigh + tuple) * FIRST ^ sourceLow * SECOND;
        hash = (hash ^ hash >>> HALF) * THIRD + destinationHigh * FIRST;
        hash = (hash ^ hash >>> HALF) * SECOND + destinationLow * THIRD + ports * FIRST;
        hash = (hash ^ hash >>> HALF) * THIRD;
        return (int) (hash >>> HALF);
    }
}
