package org.sekimori.policy.image;

import org.agrona.concurrent.UnsafeBuffer;

/** Look-up in a {@link PortSetDescriptor}. */
public final class PortSet {
    private PortSet() {}

    /** Whether the port lies in the set. */
    public static boolean contains(UnsafeBuffer image, int set, int port) {
        int ranges = set + PortSetDescriptor.RANGES_OFFSET;
        int low = 0;
        int high = ImageWords.int32(image, set + PortSetDescriptor.COUNT_OFFSET) - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int range = ImageWords.int32(image, ranges + middle * PortSetDescriptor.RANGE_LENGTH);
            if (port < PortSetDescriptor.first(range)) {
                high = middle - 1;
            } else if (port > PortSetDescriptor.last(range)) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }
}
