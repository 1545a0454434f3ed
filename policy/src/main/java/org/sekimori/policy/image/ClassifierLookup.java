package org.sekimori.policy.image;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import org.agrona.concurrent.UnsafeBuffer;

/** Look-ups in the parts of a {@link ClassifierDescriptor}. */
public final class ClassifierLookup {
    private ClassifierLookup() {}

    /** The tuples some of whose boxes hold that protocol. */
    public static long byProtocol(UnsafeBuffer image, int classifier, int ipProtocol) {
        int tupleCount = image.getInt(classifier + ClassifierDescriptor.TUPLE_COUNT_OFFSET, BYTE_ORDER);
        int masks = classifier + ClassifierDescriptor.protocolMasks(tupleCount);
        return mask(image, masks, BoxMatch.protocolNumber(ipProtocol));
    }

    /** The tuples some of whose boxes hold that port. */
    public static long byPort(UnsafeBuffer image, int classifier, int field, int port) {
        return byIpv4(image, classifier, field, port << IntervalIndexDescriptor.PORT_SHIFT);
    }

    /** The tuples some of whose boxes hold that address; the classifier is one for IPv4. */
    public static long byIpv4(UnsafeBuffer image, int classifier, int field, int address) {
        int entry = classifier + ClassifierDescriptor.indexOffset(field);
        int interval = IntervalIndex.countNarrow(image, image.getInt(entry, BYTE_ORDER), address);
        return mask(image, image.getInt(entry + Integer.BYTES, BYTE_ORDER), interval);
    }

    /** The tuples some of whose boxes hold that address; the classifier is one for IPv6. */
    public static long byIpv6(UnsafeBuffer image, int classifier, int field, long high, long low) {
        int entry = classifier + ClassifierDescriptor.indexOffset(field);
        int interval = IntervalIndex.countWide(image, image.getInt(entry, BYTE_ORDER), high, low);
        return mask(image, image.getInt(entry + Integer.BYTES, BYTE_ORDER), interval);
    }

    /** What the slot for that hash refers to: a cut, a list, or nothing. */
    public static int reference(UnsafeBuffer image, int classifier, int hash) {
        int slots = image.getInt(classifier + ClassifierDescriptor.SLOTS_OFFSET, BYTE_ORDER);
        int mask = image.getInt(classifier + ClassifierDescriptor.SLOT_MASK_OFFSET, BYTE_ORDER);
        for (int slot = hash & mask; ; slot = slot + 1 & mask) {
            int at = slots + slot * ClassifierDescriptor.SLOT_LENGTH;
            int reference = image.getInt(at + ClassifierDescriptor.REFERENCE_OFFSET, BYTE_ORDER);
            if (reference == ClassifierDescriptor.NOTHING || image.getInt(at, BYTE_ORDER) == hash) {
                return reference;
            }
        }
    }

    /** Whether a number is below that of a {@link CutDescriptor}. */
    public static boolean isBelow(UnsafeBuffer image, int cut, long high, long low) {
        long cutHigh = image.getLong(cut + CutDescriptor.HIGH_OFFSET, BYTE_ORDER);
        if (high != cutHigh) {
            return Long.compareUnsigned(high, cutHigh) < 0;
        }
        return Long.compareUnsigned(low, image.getLong(cut + CutDescriptor.LOW_OFFSET, BYTE_ORDER)) < 0;
    }

    private static long mask(UnsafeBuffer image, int masks, int at) {
        return image.getLong(masks + at * ClassifierDescriptor.MASK_LENGTH, BYTE_ORDER);
    }
}
