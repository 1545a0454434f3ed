package org.sekimori.policy.image;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import org.agrona.concurrent.UnsafeBuffer;

/** Look-up in a {@link PrefixSetDescriptor}. */
public final class PrefixSet {
    private static final int IPV4 = 4;
    private static final int IPV6 = 6;

    private PrefixSet() {}

    /** Whether the address lies in the set; an address of neither version lies in none. */
    public static boolean contains(UnsafeBuffer image, int set, int ipVersion, long high, long low) {
        int ipv4Count = image.getInt(set + PrefixSetDescriptor.IPV4_COUNT_OFFSET, BYTE_ORDER);
        int ipv4Ranges = set + PrefixSetDescriptor.RANGES_OFFSET;
        if (ipVersion == IPV4) {
            return containsIpv4(image, ipv4Ranges, ipv4Count, (int) low);
        }
        int ipv6Count = image.getInt(set + PrefixSetDescriptor.IPV6_COUNT_OFFSET, BYTE_ORDER);
        int ipv6Ranges = ipv4Ranges + ipv4Count * PrefixSetDescriptor.IPV4_RANGE_LENGTH;
        return ipVersion == IPV6 && containsIpv6(image, ipv6Ranges, ipv6Count, high, low);
    }

    private static boolean containsIpv4(UnsafeBuffer image, int ranges, int count, int address) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int range = ranges + middle * PrefixSetDescriptor.IPV4_RANGE_LENGTH;
            if (Integer.compareUnsigned(address, image.getInt(range, BYTE_ORDER)) < 0) {
                high = middle - 1;
            } else if (Integer.compareUnsigned(
                            address, image.getInt(range + PrefixSetDescriptor.IPV4_LAST_OFFSET, BYTE_ORDER))
                    > 0) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    private static boolean containsIpv6(UnsafeBuffer image, int ranges, int count, long high, long low) {
        int lowest = 0;
        int highest = count - 1;
        while (lowest <= highest) {
            int middle = (lowest + highest) >>> 1;
            int range = ranges + middle * PrefixSetDescriptor.IPV6_RANGE_LENGTH;
            if (compare(image, range, high, low) < 0) {
                highest = middle - 1;
            } else if (compare(image, range + PrefixSetDescriptor.IPV6_LAST_HIGH_OFFSET, high, low) > 0) {
                lowest = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Compares an address with the one that lies at an offset, without sign. */
    private static int compare(UnsafeBuffer image, int offset, long high, long low) {
        int byHigh = Long.compareUnsigned(high, image.getLong(offset, BYTE_ORDER));
        if (byHigh != 0) {
            return byHigh;
        }
        return Long.compareUnsigned(low, image.getLong(offset + PrefixSetDescriptor.IPV6_FIRST_LOW_OFFSET, BYTE_ORDER));
    }
}
