package org.sekimori.dataplane.ebpf.policy;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.AddressSetBuilder;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.image.IntervalIndexDescriptor;
import org.sekimori.policy.image.RuleDescriptor;

/** Address sets, read back from an image: boundaries are, in turn, the first address of a range and the first behind it. */
final class ImageSets {
    private static final long LAST_IPV4 = 0xFFFF_FFFFL;

    private final UnsafeBuffer image;
    private final Map<Integer, AddressSet> byOffset = new HashMap<>();

    ImageSets(UnsafeBuffer image) {
        this.image = image;
        byOffset.put(RuleDescriptor.NO_SET, AddressSet.EMPTY);
    }

    /** The set at that offset, which is empty where an image has none. */
    AddressSet at(int offset) {
        return byOffset.computeIfAbsent(offset, this::read);
    }

    private AddressSet read(int set) {
        AddressSetBuilder builder = new AddressSetBuilder();
        readIpv4(set, builder);
        readIpv6(set + image.getInt(set + IntervalIndexDescriptor.LENGTH_OFFSET, BYTE_ORDER), builder);
        return builder.build();
    }

    private void readIpv4(int index, AddressSetBuilder builder) {
        int count = count(index);
        for (int i = 0; i < count; i += 2) {
            long last = i + 1 < count ? ipv4(index, i + 1) - 1 : LAST_IPV4;
            builder.addRange(Cidr.IPV4, 0, ipv4(index, i), 0, last);
        }
    }

    private void readIpv6(int index, AddressSetBuilder builder) {
        int count = count(index);
        for (int i = 0; i < count; i += 2) {
            long endHigh = i + 1 < count ? high(index, i + 1) : 0;
            long endLow = i + 1 < count ? low(index, i + 1) : 0;
            long lastHigh = endLow == 0 ? endHigh - 1 : endHigh;
            builder.addRange(Cidr.IPV6, high(index, i), low(index, i), lastHigh, endLow - 1);
        }
    }

    private int count(int index) {
        return image.getInt(index + IntervalIndexDescriptor.COUNT_OFFSET, BYTE_ORDER);
    }

    private long ipv4(int index, int number) {
        int at = index + IntervalIndexDescriptor.BOUNDARIES_OFFSET + number * IntervalIndexDescriptor.NARROW_LENGTH;
        return Integer.toUnsignedLong(image.getInt(at, BYTE_ORDER));
    }

    private long high(int index, int number) {
        int at = index + IntervalIndexDescriptor.BOUNDARIES_OFFSET + number * IntervalIndexDescriptor.WIDE_LENGTH;
        return image.getLong(at, BYTE_ORDER);
    }

    private long low(int index, int number) {
        int at = index + IntervalIndexDescriptor.BOUNDARIES_OFFSET + number * IntervalIndexDescriptor.WIDE_LENGTH;
        return image.getLong(at + Long.BYTES, BYTE_ORDER);
    }
}
