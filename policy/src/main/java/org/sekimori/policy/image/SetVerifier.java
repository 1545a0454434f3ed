package org.sekimori.policy.image;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import java.util.BitSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.image.ImageDescriptor.Section;

/** Checks that port and prefix sets fill their sections, and that what is in them is disjoint and ascends. */
final class SetVerifier {
    private final UnsafeBuffer image;
    private final SectionTable sections;

    SetVerifier(UnsafeBuffer image, SectionTable sections) {
        this.image = image;
        this.sections = sections;
    }

    /** Returns where port sets begin. */
    BitSet verifyPortSets() {
        BitSet starts = new BitSet();
        int offset = sections.offset(Section.PORT_SETS);
        int end = sections.end(Section.PORT_SETS);
        while (offset < end) {
            int count = image.getInt(offset + PortSetDescriptor.COUNT_OFFSET, BYTE_ORDER);
            int room = (end - offset - PortSetDescriptor.RANGES_OFFSET) / PortSetDescriptor.RANGE_LENGTH;
            HeaderVerifier.check(count > 0 && count <= room, "port range count", offset);
            verifyPortRanges(offset + PortSetDescriptor.RANGES_OFFSET, count);
            starts.set(offset);
            offset += PortSetDescriptor.length(count);
        }
        return starts;
    }

    /** Returns where prefix sets begin. */
    BitSet verifyPrefixSets() {
        BitSet starts = new BitSet();
        int offset = sections.offset(Section.PREFIX_SETS);
        int end = sections.end(Section.PREFIX_SETS);
        while (offset < end) {
            starts.set(offset);
            int ipv6 = IndexVerifier.verify(image, offset, end, false);
            offset = IndexVerifier.verify(image, ipv6, end, true);
        }
        return starts;
    }

    private void verifyPortRanges(int ranges, int count) {
        int before = -1;
        for (int i = 0; i < count; i++) {
            int at = ranges + i * PortSetDescriptor.RANGE_LENGTH;
            int range = image.getInt(at, BYTE_ORDER);
            int first = PortSetDescriptor.first(range);
            int last = PortSetDescriptor.last(range);
            HeaderVerifier.check(first > before && last >= first, "port range", at);
            before = last;
        }
    }
}
