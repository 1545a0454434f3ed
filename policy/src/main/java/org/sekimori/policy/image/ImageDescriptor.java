package org.sekimori.policy.image;

import java.nio.ByteOrder;

/**
 * Layout of a policy image. All numbers are little endian, all offsets count from the image's first byte.
 *
 * <pre>
 *   0                   4                   8                  12
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | magic "SEKIMORI"                      | format version    | length            |
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | CRC32C            | fates             | rule count        | grace, seconds    |
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | section table: offset, length of rules, port sets, prefix sets, limits,       |
 *  | candidate lists, pages, texts                                    (56 bytes)   |
 *  |                                       +-------------------+-------------------+
 *  |                                       | LAN prefix set    | reserved, 0       |
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | reserved, 0 (32 bytes)                                                        |
 *  +-------------------------------------------------------------------------------+  128
 *  | port directories: {@link PortTableDescriptor}, one for each direction and protocol with ports
 *  | protocol tables:  {@link ProtocolTableDescriptor}, one for each direction
 *  | rules:            {@link RuleDescriptor}
 *  | port sets:        {@link PortSetDescriptor}
 *  | prefix sets:      {@link PrefixSetDescriptor}
 *  | limits:           {@link LimitDescriptor}
 *  | candidate lists:  {@link CandidateDescriptor}
 *  | pages:            {@link PortTableDescriptor}
 *  | texts:            {@link TextDescriptor}; the first is the policy's name
 *  +-------------------------------------------------------------------------------+  length
 * </pre>
 *
 * <p>The CRC32C covers the whole image, with its own four bytes read as 0. Directories and protocol tables lie at
 * offsets known at compile time, so that a frame no rule looks at costs two dependent loads.
 */
public final class ImageDescriptor {
    /** Byte order of every number. */
    public static final ByteOrder BYTE_ORDER = ByteOrder.LITTLE_ENDIAN;

    /** "SEKIMORI", read as one little-endian long. */
    public static final long MAGIC = 0x49_52_4F_4D_49_4B_45_53L;
    /** Goes up with every change of the layout. */
    public static final int FORMAT_VERSION = 2;
    /** Greatest number of rules. */
    public static final int MAX_RULES = 0x1_FFFF;
    /** Longest grace. */
    public static final int MAX_GRACE_SECONDS = 3_600;
    /** Greatest length that is accepted. */
    public static final int MAX_LENGTH = 64 * 1024 * 1024;

    public static final int MAGIC_OFFSET = 0;
    public static final int FORMAT_VERSION_OFFSET = 8;
    public static final int LENGTH_OFFSET = 12;
    public static final int CHECKSUM_OFFSET = 16;
    public static final int CHECKSUM_LENGTH = Integer.BYTES;
    public static final int FATES_OFFSET = 20;
    public static final int RULE_COUNT_OFFSET = 24;
    public static final int GRACE_OFFSET = 28;
    public static final int SECTION_TABLE_OFFSET = 32;
    public static final int LAN_NETS_OFFSET = 88;
    public static final int HEADER_LENGTH = 128;

    /** Every section begins at a multiple of this. */
    public static final int SECTION_ALIGNMENT = 8;
    /** Directions: 0 is inbound, 1 is outbound. */
    public static final int DIRECTION_COUNT = 2;

    public static final int DIRECTORIES_OFFSET = HEADER_LENGTH;
    public static final int PROTOCOL_TABLES_OFFSET =
            DIRECTORIES_OFFSET + PortTableDescriptor.DIRECTORY_COUNT * PortTableDescriptor.DIRECTORY_LENGTH;
    /** Where the first section begins. */
    public static final int SECTIONS_OFFSET =
            PROTOCOL_TABLES_OFFSET + DIRECTION_COUNT * ProtocolTableDescriptor.TABLE_LENGTH;

    private static final int SECTION_ENTRY_LENGTH = 2 * Integer.BYTES;

    private ImageDescriptor() {}

    /** The sections of variable length, in the order they lie in. */
    public enum Section {
        RULES,
        PORT_SETS,
        PREFIX_SETS,
        LIMITS,
        CANDIDATE_LISTS,
        PAGES,
        TEXTS
    }

    /** Where the header holds the offset of a section. */
    public static int sectionOffsetOffset(Section section) {
        return SECTION_TABLE_OFFSET + section.ordinal() * SECTION_ENTRY_LENGTH;
    }

    /** Where the header holds the length of a section, in bytes. */
    public static int sectionLengthOffset(Section section) {
        return sectionOffsetOffset(section) + Integer.BYTES;
    }
}
