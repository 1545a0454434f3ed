package org.sekimori.policy.image;

/**
 * Table from IP protocol to candidate list, for packets without ports: other protocols, and fragments of UDP and TCP.
 *
 * <pre>
 *  +--------------------------------------------------------+
 *  | offset of the list for protocol 0, or 0 for none       |
 *  +--------------------------------------------------------+
 *  | ... 256 in all                                         |
 *  +--------------------------------------------------------+
 *  | the list for what has no protocol number               |
 *  +--------------------------------------------------------+
 *  | reserved, 0                                            |
 *  +--------------------------------------------------------+
 * </pre>
 */
public final class ProtocolTableDescriptor {
    /** The greatest protocol number, of 8 bits. */
    public static final int MAX_PROTOCOL = 255;

    /** The slot of packets whose protocol is no 8-bit number; only rules for any protocol are in its list. */
    public static final int NO_PROTOCOL = MAX_PROTOCOL + 1;

    public static final int ENTRY_LENGTH = Integer.BYTES;
    public static final int ENTRY_COUNT = NO_PROTOCOL + 1;
    public static final int TABLE_LENGTH = (ENTRY_COUNT + 1) * ENTRY_LENGTH;

    private ProtocolTableDescriptor() {}

    /** Where the list offset for a direction's ordinal and a protocol lies. */
    public static int entryOffset(int direction, int ipProtocol) {
        int slot = ipProtocol >= 0 && ipProtocol <= MAX_PROTOCOL ? ipProtocol : NO_PROTOCOL;
        return ImageDescriptor.PROTOCOL_TABLES_OFFSET
                + direction * ProtocolTableDescriptor.TABLE_LENGTH
                + slot * ENTRY_LENGTH;
    }
}
