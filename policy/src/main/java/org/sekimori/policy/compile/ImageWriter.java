package org.sekimori.policy.compile;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.image.ImageChecksum;
import org.sekimori.policy.image.ImageDescriptor;
import org.sekimori.policy.image.ImageDescriptor.Section;
import org.sekimori.policy.image.TextDescriptor;

/** A growing image: writes at a cursor, or back into what has been written. */
final class ImageWriter {
    private static final int INITIAL_CAPACITY = 64 * 1024;

    private final int maxLength;
    private byte[] bytes = new byte[INITIAL_CAPACITY];
    private UnsafeBuffer buffer = new UnsafeBuffer(bytes);
    private int cursor;
    private int sectionOffset;

    ImageWriter(int maxLength) {
        this.maxLength = maxLength;
        skip(ImageDescriptor.SECTIONS_OFFSET);
    }

    int cursor() {
        return cursor;
    }

    /** Leaves room to be filled by {@link #putInt}. */
    void skip(int length) {
        reserve(length);
        cursor += length;
    }

    void appendInt(int value) {
        reserve(Integer.BYTES);
        buffer.putInt(cursor, value, BYTE_ORDER);
        cursor += Integer.BYTES;
    }

    void appendLong(long value) {
        reserve(Long.BYTES);
        buffer.putLong(cursor, value, BYTE_ORDER);
        cursor += Long.BYTES;
    }

    /** Appends a {@link TextDescriptor} and returns where it lies. */
    int appendText(String text) {
        int offset = cursor;
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        skip(TextDescriptor.length(ascii.length));
        putInt(offset + TextDescriptor.LENGTH_OFFSET, ascii.length);
        buffer.putBytes(offset + TextDescriptor.BYTES_OFFSET, ascii);
        return offset;
    }

    /** Writes a number into what has been appended or skipped before. */
    void putInt(int offset, int value) {
        buffer.putInt(offset, value, BYTE_ORDER);
    }

    /** Writes a number into what has been appended or skipped before. */
    void putLong(int offset, long value) {
        buffer.putLong(offset, value, BYTE_ORDER);
    }

    /** A number that has been written, or 0 where one has only been skipped. */
    int intAt(int offset) {
        return buffer.getInt(offset, BYTE_ORDER);
    }

    void beginSection() {
        sectionOffset = cursor;
    }

    /** Notes the section in the header and moves on to where the next begins. */
    void endSection(Section section) {
        putInt(ImageDescriptor.sectionOffsetOffset(section), sectionOffset);
        putInt(ImageDescriptor.sectionLengthOffset(section), cursor - sectionOffset);
        skip(Math.floorMod(-cursor, ImageDescriptor.SECTION_ALIGNMENT));
    }

    /** Writes magic, version, length and checksum; the image is whole then. */
    UnsafeBuffer finish() {
        buffer.putLong(ImageDescriptor.MAGIC_OFFSET, ImageDescriptor.MAGIC, BYTE_ORDER);
        putInt(ImageDescriptor.FORMAT_VERSION_OFFSET, ImageDescriptor.FORMAT_VERSION);
        putInt(ImageDescriptor.LENGTH_OFFSET, cursor);
        putInt(ImageDescriptor.CHECKSUM_OFFSET, ImageChecksum.of(bytes, cursor));
        return new UnsafeBuffer(Arrays.copyOf(bytes, cursor));
    }

    private void reserve(int length) {
        long needed = (long) cursor + length;
        if (needed > maxLength) {
            throw PolicyTooLargeException.image(maxLength);
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(maxLength, Math.max(needed, bytes.length + bytes.length / 2L)));
            buffer = new UnsafeBuffer(bytes);
        }
    }
}
