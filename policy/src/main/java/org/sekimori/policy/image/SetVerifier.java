package org.sekimori.policy.image;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import java.util.BitSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.image.ImageDescriptor.Section;

/** Checks that port and prefix sets fill their sections, and that their ranges are disjoint and ascend. */
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
            HeaderVerifier.check(end - offset >= PrefixSetDescriptor.RANGES_OFFSET, "prefix set", offset);
            int ipv4Count = image.getInt(offset + PrefixSetDescriptor.IPV4_COUNT_OFFSET, BYTE_ORDER);
            int ipv6Count = image.getInt(offset + PrefixSetDescriptor.IPV6_COUNT_OFFSET, BYTE_ORDER);
            boolean counted = ipv4Count >= 0 && ipv6Count >= 0 && (ipv4Count | ipv6Count) != 0;
            HeaderVerifier.check(counted, "prefix range count", offset);
            long length = PrefixSetDescriptor.length(ipv4Count, ipv6Count);
            HeaderVerifier.check(length <= end - offset, "prefix set length", offset);
            int ranges = offset + PrefixSetDescriptor.RANGES_OFFSET;
            verifyIpv4Ranges(ranges, ipv4Count);
            verifyIpv6Ranges(ranges + ipv4Count * PrefixSetDescriptor.IPV4_RANGE_LENGTH, ipv6Count);
            starts.set(offset);
            offset += (int) length;
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

    private void verifyIpv4Ranges(int ranges, int count) {
        long before = -1;
        for (int i = 0; i < count; i++) {
            int at = ranges + i * PrefixSetDescriptor.IPV4_RANGE_LENGTH;
            long first = Integer.toUnsignedLong(image.getInt(at, BYTE_ORDER));
            long last = Integer.toUnsignedLong(image.getInt(at + PrefixSetDescriptor.IPV4_LAST_OFFSET, BYTE_ORDER));
            HeaderVerifier.check(first > before && last >= first, "IPv4 range", at);
            before = last;
        }
    }

    private void verifyIpv6Ranges(int ranges, int count) {
        for (int i = 0; i < count; i++) {
            int at = ranges + i * PrefixSetDescriptor.IPV6_RANGE_LENGTH;
            int last = at + PrefixSetDescriptor.IPV6_LAST_HIGH_OFFSET;
            int lastBefore = last - PrefixSetDescriptor.IPV6_RANGE_LENGTH;
            boolean ascends = i == 0 || compare(lastBefore, at) < 0;
            HeaderVerifier.check(ascends && compare(at, last) <= 0, "IPv6 range", at);
        }
    }

    private int compare(int one, int other) {
        int byHigh = Long.compareUnsigned(image.getLong(one, BYTE_ORDER), image.getLong(other, BYTE_ORDER));
        int low = PrefixSetDescriptor.IPV6_FIRST_LOW_OFFSET;
        return byHigh != 0
                ? byHigh
                : Long.compareUnsigned(image.getLong(one + low, BYTE_ORDER), image.getLong(other + low, BYTE_ORDER));
    }
}
