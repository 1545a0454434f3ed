package org.sekimori.policy.image;

/**
 * Two-level table from destination port to candidate list: a directory of 256 page offsets, and pages of 256 list
 * offsets. Pages with the same content are one page; most ports share the empty one.
 *
 * <pre>
 *  port  15         8 7          0
 *       +------------+------------+
 *       | page       | entry      |
 *       +------------+------------+
 *
 *  directory (1024 bytes)        page (1024 bytes)
 *  +---------------------+      +--------------------------------+
 *  | offset of page 0    | ---> | offset of list, or 0 for none  |
 *  +---------------------+      +--------------------------------+
 *  | ... 256 in all      |      | ... 256 in all                 |
 *  +---------------------+      +--------------------------------+
 * </pre>
 */
public final class PortTableDescriptor {
    public static final int ENTRY_LENGTH = Integer.BYTES;
    public static final int ENTRY_COUNT = 256;
    public static final int DIRECTORY_LENGTH = ENTRY_COUNT * ENTRY_LENGTH;
    public static final int PAGE_LENGTH = ENTRY_COUNT * ENTRY_LENGTH;

    /** Directories for each direction: UDP, then TCP. */
    public static final int DIRECTORIES_PER_DIRECTION = 2;
    /** All directories: inbound UDP, inbound TCP, outbound UDP, outbound TCP. */
    public static final int DIRECTORY_COUNT = ImageDescriptor.DIRECTION_COUNT * DIRECTORIES_PER_DIRECTION;

    static final int PAGE_SHIFT = 8;
    static final int ENTRY_MASK = 0xFF;

    private PortTableDescriptor() {}

    /** Where the directory for a direction's ordinal lies; UDP's, or TCP's. */
    public static int directoryOffset(int direction, boolean tcp) {
        int index = direction * DIRECTORIES_PER_DIRECTION + (tcp ? 1 : 0);
        return ImageDescriptor.DIRECTORIES_OFFSET + index * DIRECTORY_LENGTH;
    }

    /** Where the directory at that offset holds the offset of the port's page. */
    public static int directoryEntryOffset(int directory, int port) {
        return directory + (port >>> PAGE_SHIFT & ENTRY_MASK) * ENTRY_LENGTH;
    }

    /** Where the page at that offset holds the offset of the port's list. */
    public static int pageEntryOffset(int page, int port) {
        return page + (port & ENTRY_MASK) * ENTRY_LENGTH;
    }
}
