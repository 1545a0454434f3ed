package org.sekimori.dataplane.pcap;

/**
 * The layout of the classic capture file, as libpcap writes it in the machine's byte order.
 *
 * <pre>
 *  file header, 24 bytes: magic, version, two unused words, snap length, link type
 *  then per frame
 *    0        4         8            12           16
 *   +--------+---------+------------+------------+-----------------
 *   | seconds| fraction| captured   | on the wire| captured bytes ...
 *   +--------+---------+------------+------------+-----------------
 * </pre>
 */
final class PcapFormat {
    static final int FILE_HEADER_LENGTH = 24;
    static final int FRAME_HEADER_LENGTH = 16;
    static final int FRACTION_OFFSET = 4;
    static final int CAPTURE_LENGTH_OFFSET = 8;
    static final int WIRE_LENGTH_OFFSET = 12;

    private PcapFormat() {}
}
