package org.sekimori.dataplane.pcap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Capture files written byte by byte from their specifications, so that no library judges itself. */
final class CaptureBytes {
    static final int ETHERNET = 1;
    static final int RAW_IP = 101;
    static final int WIRELESS = 105;
    private static final int MAGIC_MICRO = 0xA1B2C3D4;
    private static final int MAGIC_NANO = 0xA1B23C4D;
    private static final int SNAP_LENGTH = 65_535;
    private static final int BLOCK_SECTION = 0x0A0D0D0A;
    private static final int BLOCK_INTERFACE = 1;
    private static final int BLOCK_OBSOLETE_PACKET = 2;
    private static final int BLOCK_SIMPLE_PACKET = 3;
    private static final int BLOCK_ENHANCED_PACKET = 6;
    private static final int SECTION_BYTE_ORDER = 0x1A2B3C4D;
    private static final short OPTION_TIME_RESOLUTION = 9;
    private static final byte NANO_RESOLUTION = 9;
    private static final int WORD = 4;

    private final ByteOrder order;
    private final boolean nano;
    private final boolean isNext;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private CaptureBytes(ByteOrder order, boolean nano, boolean isNext) {
        this.order = order;
        this.nano = nano;
        this.isNext = isNext;
    }

    static CaptureBytes pcap(ByteOrder order, boolean nano, int linkType) {
        CaptureBytes bytes = new CaptureBytes(order, nano, false);
        bytes.append(ByteBuffer.allocate(24)
                .order(order)
                .putInt(nano ? MAGIC_NANO : MAGIC_MICRO)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(SNAP_LENGTH)
                .putInt(linkType));
        return bytes;
    }

    /** Only a section, to which interfaces and packets are added. */
    static CaptureBytes section(ByteOrder order) {
        CaptureBytes bytes = new CaptureBytes(order, false, true);
        bytes.block(
                BLOCK_SECTION,
                ByteBuffer.allocate(16)
                        .order(order)
                        .putInt(SECTION_BYTE_ORDER)
                        .putShort((short) 1)
                        .putShort((short) 0)
                        .putLong(-1));
        return bytes;
    }

    static CaptureBytes pcapng(ByteOrder order, boolean nano) {
        CaptureBytes bytes = new CaptureBytes(order, nano, true);
        bytes.append(ByteBuffer.wrap(section(order).bytes()));
        ByteBuffer description = ByteBuffer.allocate(nano ? 20 : 8)
                .order(order)
                .putShort((short) ETHERNET)
                .putShort((short) 0)
                .putInt(SNAP_LENGTH);
        if (nano) {
            description
                    .putShort(OPTION_TIME_RESOLUTION)
                    .putShort((short) 1)
                    .put(NANO_RESOLUTION)
                    .put(new byte[3])
                    .putInt(0);
        }
        bytes.block(BLOCK_INTERFACE, description);
        return bytes;
    }

    static CaptureBytes ethernet() {
        return pcap(ByteOrder.LITTLE_ENDIAN, true, ETHERNET);
    }

    CaptureBytes frame(long seconds, int fraction, byte[] captured) {
        return frame(seconds, fraction, captured, captured.length);
    }

    CaptureBytes frame(long seconds, int fraction, byte[] captured, int wireLength) {
        if (isNext) {
            return enhancedPacket(seconds * (nano ? 1_000_000_000L : 1_000_000L) + fraction, captured, wireLength);
        }
        append(ByteBuffer.allocate(16 + captured.length)
                .order(order)
                .putInt((int) seconds)
                .putInt(fraction)
                .putInt(captured.length)
                .putInt(wireLength)
                .put(captured));
        return this;
    }

    private CaptureBytes enhancedPacket(long units, byte[] captured, int wireLength) {
        int padded = (captured.length + WORD - 1) / WORD * WORD;
        block(
                BLOCK_ENHANCED_PACKET,
                ByteBuffer.allocate(20 + padded)
                        .order(order)
                        .putInt(0)
                        .putInt((int) (units >>> 32))
                        .putInt((int) units)
                        .putInt(captured.length)
                        .putInt(wireLength)
                        .put(captured));
        return this;
    }

    /** Another file's blocks. */
    CaptureBytes then(CaptureBytes other) {
        append(ByteBuffer.wrap(other.bytes()));
        return this;
    }

    /** An interface with one option, where its value isn't empty. */
    CaptureBytes interfaceBlock(int linkType, int snapLength, int option, byte... value) {
        int padded = (value.length + WORD - 1) / WORD * WORD;
        ByteBuffer body = ByteBuffer.allocate(8 + (value.length == 0 ? 0 : 4 + padded));
        body.order(order).putShort((short) linkType).putShort((short) 0).putInt(snapLength);
        if (value.length > 0) {
            body.putShort((short) option).putShort((short) value.length).put(value);
        }
        block(BLOCK_INTERFACE, body);
        return this;
    }

    /** A packet of that interface, with its clock's count. */
    CaptureBytes packet(int interfaceIndex, long count, byte[] captured) {
        return packet(BLOCK_ENHANCED_PACKET, interfaceIndex, count, captured);
    }

    /** As files had them before enhanced packets. */
    CaptureBytes obsoletePacket(int interfaceIndex, long count, byte[] captured) {
        boolean isBig = order == ByteOrder.BIG_ENDIAN;
        return packet(BLOCK_OBSOLETE_PACKET, isBig ? interfaceIndex << Short.SIZE : interfaceIndex, count, captured);
    }

    private CaptureBytes packet(int type, int first, long count, byte[] captured) {
        ByteBuffer body = ByteBuffer.allocate(20 + (captured.length + WORD - 1) / WORD * WORD);
        body.order(order).putInt(first).putInt((int) (count >>> Integer.SIZE)).putInt((int) count);
        block(type, body.putInt(captured.length).putInt(captured.length).put(captured));
        return this;
    }

    /** A packet without interface and time; what is captured of it may be less. */
    CaptureBytes simplePacket(int wireLength, byte[] captured) {
        ByteBuffer body = ByteBuffer.allocate(4 + (captured.length + WORD - 1) / WORD * WORD);
        block(BLOCK_SIMPLE_PACKET, body.order(order).putInt(wireLength).put(captured));
        return this;
    }

    /** A block of any type. */
    CaptureBytes block(int type, byte... body) {
        block(type, ByteBuffer.wrap(body));
        return this;
    }

    private void block(int type, ByteBuffer body) {
        int length = body.capacity() + 12;
        append(ByteBuffer.allocate(length)
                .order(order)
                .putInt(type)
                .putInt(length)
                .put(body.array())
                .putInt(length));
    }

    private void append(ByteBuffer bytes) {
        out.writeBytes(bytes.array());
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    Path writeTo(Path file) {
        return writeTo(file, out.size());
    }

    /** Only the head of the file, as if the disk had filled up. */
    Path writeTo(Path file, int length) {
        return writeTo(file, Arrays.copyOf(bytes(), length));
    }

    static Path writeTo(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
