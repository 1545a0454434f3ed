package org.sekimori.policy.image;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.image.ImageDescriptor.Section;

/** The sections of an image, checked to lie in order, without gap or overlap, and to fill it. */
final class SectionTable {
    private final int[] offsets = new int[Section.values().length];
    private final int[] ends = new int[Section.values().length];

    private SectionTable() {}

    static SectionTable read(UnsafeBuffer image) {
        SectionTable table = new SectionTable();
        int expected = ImageDescriptor.SECTIONS_OFFSET;
        for (Section section : Section.values()) {
            int offset = image.getInt(ImageDescriptor.sectionOffsetOffset(section), BYTE_ORDER);
            int length = image.getInt(ImageDescriptor.sectionLengthOffset(section), BYTE_ORDER);
            int room = image.capacity() - expected;
            HeaderVerifier.check(offset == expected, "section offset", section.ordinal());
            HeaderVerifier.check(
                    length >= 0 && length <= room && length % Integer.BYTES == 0, "section length", section.ordinal());
            table.offsets[section.ordinal()] = offset;
            table.ends[section.ordinal()] = offset + length;
            expected = align(offset + length);
        }
        HeaderVerifier.check(expected == image.capacity(), "end of the sections", expected);
        return table;
    }

    int offset(Section section) {
        return offsets[section.ordinal()];
    }

    int end(Section section) {
        return ends[section.ordinal()];
    }

    private static int align(int offset) {
        int alignment = ImageDescriptor.SECTION_ALIGNMENT;
        return (offset + alignment - 1) / alignment * alignment;
    }
}
