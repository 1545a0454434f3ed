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

    static CaptureBytes pcapng(ByteOrder order, boolean nano) {
        CaptureBytes bytes = new CaptureBytes(order, nano, true);
        bytes.block(
                BLOCK_SECTION,
                ByteBuffer.allocate(16)
                        .order(order)
                        .putInt(SECTION_BYTE_ORDER)
                        .putShort((short) 1)
                        .putShort((short) 0)
                        .putLong(-1));
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
        try {
            return Files.write(file, Arrays.copyOf(bytes(), length));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
