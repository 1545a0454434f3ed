package org.sekimori.policy.image;

import org.agrona.concurrent.UnsafeBuffer;

/** Look-ups in the parts of a {@link ClassifierDescriptor}. */
public final class ClassifierLookup {
    private ClassifierLookup() {}

    /** The tuples some of whose boxes hold that protocol. */
    public static long byProtocol(UnsafeBuffer image, int classifier, int ipProtocol) {
        int tupleCount = ImageWords.int32(image, classifier + ClassifierDescriptor.TUPLE_COUNT_OFFSET);
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
        int interval = IntervalIndex.countNarrow(image, ImageWords.int32(image, entry), address);
        return mask(image, ImageWords.int32(image, entry + Integer.BYTES), interval);
    }

    /** The tuples some of whose boxes hold that address; the classifier is one for IPv6. */
    public static long byIpv6(UnsafeBuffer image, int classifier, int field, long high, long low) {
        int entry = classifier + ClassifierDescriptor.indexOffset(field);
        int interval = IntervalIndex.countWide(image, ImageWords.int32(image, entry), high, low);
        return mask(image, ImageWords.int32(image, entry + Integer.BYTES), interval);
    }

    /** What the slot for that hash refers to: a cut, a list, or nothing. */
    public static int reference(UnsafeBuffer image, int classifier, int hash) {
        int slots = ImageWords.int32(image, classifier + ClassifierDescriptor.SLOTS_OFFSET);
        int mask = ImageWords.int32(image, classifier + ClassifierDescriptor.SLOT_MASK_OFFSET);
        for (int slot = hash & mask; ; slot = slot + 1 & mask) {
            int at = slots + slot * ClassifierDescriptor.SLOT_LENGTH;
            int reference = ImageWords.int32(image, at + ClassifierDescriptor.REFERENCE_OFFSET);
            if (reference == ClassifierDescriptor.NOTHING || ImageWords.int32(image, at) == hash) {
                return reference;
            }
        }
    }

    /** Whether a number is below that of a {@link CutDescriptor}. */
    public static boolean isBelow(UnsafeBuffer image, int cut, long high, long low) {
        long cutHigh = ImageWords.int64(image, cut + CutDescriptor.HIGH_OFFSET);
        if (high != cutHigh) {
            return Long.compareUnsigned(high, cutHigh) < 0;
        }
        return Long.compareUnsigned(low, ImageWords.int64(image, cut + CutDescriptor.LOW_OFFSET)) < 0;
    }

    private static long mask(UnsafeBuffer image, int masks, int at) {
        return ImageWords.int64(image, masks + at * ClassifierDescriptor.MASK_LENGTH);
    }
}
