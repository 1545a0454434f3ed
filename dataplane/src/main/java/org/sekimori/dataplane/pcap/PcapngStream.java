package org.sekimori.dataplane.pcap;

import static org.sekimori.dataplane.pcap.PcapngDescriptor.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.sekimori.dataplane.frame.LinkTypes;

/**
 * Makes the blocks of a pcapng file of Ethernet frames, for whoever sends them on as they come: first {@link #head}, then
 * {@link #frame} for each. Times are nanoseconds; a frame can carry a comment, which Wireshark shows beside it.
 */
public final class PcapngStream {
    private static final int OPTION_COMMENT = 1;
    private static final int OPTION_INTERFACE_NAME = 2;
    private static final byte NANOSECONDS = 9;
    private static final long UNKNOWN_LENGTH = -1;
    private static final int SHIFT_HIGH = 32;

    private PcapngStream() {}

    /** The section, and an interface of each of these names. */
    public static byte[] head(List<String> interfaceNames) {
        ByteBuffer blocks = buffer(BLOCK_OVERHEAD
                + SECTION_LENGTH
                + interfaceNames.stream()
                        .mapToInt(name -> BLOCK_OVERHEAD
                                + INTERFACE_LENGTH
                                + optionLength(name)
                                + 2 * OPTION_HEADER_LENGTH
                                + ALIGNMENT)
                        .sum());
        int section = begin(blocks, SECTION);
        blocks.putInt(BYTE_ORDER_MAGIC)
                .putShort((short) MAJOR_VERSION)
                .putShort((short) 0)
                .putLong(UNKNOWN_LENGTH);
        end(blocks, section);
        for (String name : interfaceNames) {
            int block = begin(blocks, INTERFACE);
            blocks.putShort((short) LinkTypes.ETHERNET).putShort((short) 0).putInt(0);
            putOption(blocks, OPTION_INTERFACE_NAME, name.getBytes(StandardCharsets.UTF_8));
            putOption(blocks, OPTION_TIME_RESOLUTION, new byte[] {NANOSECONDS});
            putOption(blocks, OPTION_END, new byte[0]);
            end(blocks, block);
        }
        return whole(blocks);
    }

    /**
     * One frame.
     *
     * @param interfaceIndex place of its interface among the names of {@link #head}
     * @param frame its bytes and time; the number is not written
     */
    public static byte[] frame(int interfaceIndex, CaptureFrame frame, String comment) {
        byte[] bytes = frame.bytes();
        ByteBuffer blocks = buffer(
                BLOCK_OVERHEAD + PACKET_LENGTH + padded(bytes.length) + optionLength(comment) + OPTION_HEADER_LENGTH);
        int block = begin(blocks, ENHANCED_PACKET);
        blocks.putInt(interfaceIndex)
                .putInt((int) (frame.timestampNs() >>> SHIFT_HIGH))
                .putInt((int) frame.timestampNs())
                .putInt(bytes.length)
                .putInt(Math.max(bytes.length, frame.wireLength()));
        putPadded(blocks, bytes);
        putOption(blocks, OPTION_COMMENT, comment.getBytes(StandardCharsets.UTF_8));
        putOption(blocks, OPTION_END, new byte[0]);
        end(blocks, block);
        return whole(blocks);
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int optionLength(String value) {
        return OPTION_HEADER_LENGTH + padded(value.getBytes(StandardCharsets.UTF_8).length);
    }

    private static int padded(int length) {
        return length + ALIGNMENT - 1 & -ALIGNMENT;
    }

    private static int begin(ByteBuffer blocks, int type) {
        int at = blocks.position();
        blocks.putInt(type).putInt(0);
        return at;
    }

    private static void end(ByteBuffer blocks, int at) {
        int length = blocks.position() - at + Integer.BYTES;
        blocks.putInt(length).putInt(at + Integer.BYTES, length);
    }

    private static void putOption(ByteBuffer blocks, int code, byte[] value) {
        blocks.putShort((short) code).putShort((short) value.length);
        putPadded(blocks, value);
    }

    private static void putPadded(ByteBuffer blocks, byte[] bytes) {
        blocks.put(bytes).position(blocks.position() + padded(bytes.length) - bytes.length);
    }

    private static byte[] whole(ByteBuffer blocks) {
        byte[] all = new byte[blocks.position()];
        blocks.get(0, all);
        return all;
    }
}
