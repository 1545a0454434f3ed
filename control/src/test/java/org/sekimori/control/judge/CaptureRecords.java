package org.sekimori.control.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Counts the frames of a capture by walking its records: by the two formats' specifications (draft-ietf-opsawg-pcap and
 * -pcapng), in fifty lines and without a library, so that nothing the program uses judges itself.
 */
final class CaptureRecords {
    private static final int MAGIC_MICRO = 0xA1B2C3D4;
    private static final int MAGIC_NANO = 0xA1B23C4D;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int RECORD_LENGTH_AT = 8;
    private static final int SECTION = 0x0A0D0D0A;
    private static final int SECTION_ORDER = 0x1A2B3C4D;
    private static final int SECTION_VERSION_AT = 12;
    private static final int SECTION_VERSION = 1;
    private static final int SHORTEST_BLOCK = 12;
    private static final int OBSOLETE_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;

    private final ByteBuffer file;

    private CaptureRecords(byte[] bytes) {
        file = ByteBuffer.wrap(bytes);
    }

    /** Whole frames up to the file's end, or to the place where it breaks; 0 for what is no capture. */
    static long count(Path file) {
        return new CaptureRecords(bytes(file)).count();
    }

    /** Not pcapng, whatever else it is. */
    static boolean isClassic(Path file) {
        return !new CaptureRecords(bytes(file)).hasSections();
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean hasSections() {
        return file.capacity() >= Integer.BYTES && file.getInt(0) == SECTION;
    }

    private long count() {
        if (file.capacity() < FILE_HEADER) {
            return 0;
        }
        if (hasSections()) {
            return blocks();
        }
        for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
            int magic = file.order(order).getInt(0);
            if (magic == MAGIC_MICRO || magic == MAGIC_NANO) {
                return records();
            }
        }
        return 0;
    }

    private long records() {
        long count = 0;
        long at = FILE_HEADER;
        while (at + RECORD_HEADER <= file.capacity()) {
            at += RECORD_HEADER + Integer.toUnsignedLong(file.getInt((int) at + RECORD_LENGTH_AT));
            count += at <= file.capacity() ? 1 : 0;
        }
        return count;
    }

    private long blocks() {
        long count = 0;
        long at = 0;
        while (at + SHORTEST_BLOCK + Integer.BYTES <= file.capacity()) {
            int start = (int) at;
            if (file.getInt(start) == SECTION) {
                boolean isBig = file.order(ByteOrder.BIG_ENDIAN).getInt(start + 2 * Integer.BYTES) == SECTION_ORDER;
                file.order(isBig ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
                if (file.getShort(start + SECTION_VERSION_AT) != SECTION_VERSION) {
                    break;
                }
            }
            long length = Integer.toUnsignedLong(file.getInt(start + Integer.BYTES));
            at += length;
            if (length < SHORTEST_BLOCK || at > file.capacity()) {
                break;
            }
            int type = file.getInt(start);
            count += type == ENHANCED_PACKET || type == SIMPLE_PACKET || type == OBSOLETE_PACKET ? 1 : 0;
        }
        return count;
    }
}
