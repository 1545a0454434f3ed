package org.sekimori.dataplane.pcap;

/**
 * The layout of a pcapng file (draft-ietf-opsawg-pcapng): blocks, in the byte order of the section they are in.
 *
 * <pre>
 *    0        4         8                         length - 4
 *   +--------+---------+---------- ... ----------+--------+
 *   | type   | length  | body, padded to 4 bytes | length |
 *   +--------+---------+---------- ... ----------+--------+
 *
 *   section    byte-order magic 4, version 2 + 2, section length 8, options
 *   interface  link type 2, unused 2, snap length 4, options
 *   enhanced   interface 4, time 4 + 4, captured 4, on the wire 4, bytes, options
 *   obsolete   interface 2, drops 2, time 4 + 4, captured 4, on the wire 4, bytes, options
 *   simple     on the wire 4, bytes
 *   option     code 2, length 2, value, padded to 4 bytes
 * </pre>
 */
final class PcapngDescriptor {
    static final int SECTION = 0x0A0D0D0A;
    static final int INTERFACE = 1;
    static final int OBSOLETE_PACKET = 2;
    static final int SIMPLE_PACKET = 3;
    static final int ENHANCED_PACKET = 6;

    static final int BLOCK_HEADER_LENGTH = 8;
    static final int BLOCK_OVERHEAD = BLOCK_HEADER_LENGTH + Integer.BYTES;
    static final int ALIGNMENT = 4;
    /** As libpcap has it. */
    static final int MAX_BLOCK_LENGTH = 16 * 1024 * 1024;

    static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    static final int MAJOR_VERSION_OFFSET = 4;
    static final int MAJOR_VERSION = 1;
    static final int SECTION_LENGTH = 16;

    static final int SNAP_LENGTH_OFFSET = 4;
    static final int INTERFACE_LENGTH = 8;

    static final int TIME_HIGH_OFFSET = 4;
    static final int TIME_LOW_OFFSET = 8;
    static final int CAPTURE_LENGTH_OFFSET = 12;
    static final int WIRE_LENGTH_OFFSET = 16;
    static final int PACKET_LENGTH = 20;
    static final int SIMPLE_PACKET_LENGTH = 4;

    static final int OPTION_HEADER_LENGTH = 4;
    static final int OPTION_END = 0;
    static final int OPTION_TIME_RESOLUTION = 9;
    static final int OPTION_TIME_OFFSET = 14;

    private PcapngDescriptor() {}
}
