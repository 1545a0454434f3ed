package org.sekimori.dataplane.pcap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

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

    /** Where the last frame ends that is there from header to end; the file header's end where no frame is. */
    static long endOfWholeFrames(FileChannel channel) throws IOException {
        long size = channel.size();
        ByteBuffer header = ByteBuffer.allocate(FRAME_HEADER_LENGTH).order(ByteOrder.nativeOrder());
        long end = Math.min(size, FILE_HEADER_LENGTH);
        while (channel.read(header.clear(), end) == FRAME_HEADER_LENGTH) {
            long next = end + FRAME_HEADER_LENGTH + header.getInt(CAPTURE_LENGTH_OFFSET);
            if (next > size) {
                break;
            }
            end = next;
        }
        return end;
    }
}
