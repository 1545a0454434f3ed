package org.sekimori.policy.compile;

import org.sekimori.policy.AddressSet;
import org.sekimori.policy.image.BoxDescriptor;
import org.sekimori.policy.image.CandidateDescriptor;

/** A rule, or the part of it with one range in each field of {@link BoxDescriptor}; numbers are halves without sign. */
final class Box {
    private static final int FIRST_HIGH = 0;
    private static final int FIRST_LOW = 1;
    private static final int LAST_HIGH = 2;
    private static final int LAST_LOW = 3;
    private static final int RANGE_LENGTH = 4;

    private final int candidate;
    private final boolean needsPorts;
    private final AddressSet openSources;
    private final AddressSet openDestinations;
    private final long[] ranges;

    /**
     * A box.
     *
     * @param openSources      the rule's sources, if the box doesn't say them in full; empty if it does
     * @param openDestinations the same for destinations
     * @param ranges           first and last number of each field
     */
    Box(int candidate, boolean needsPorts, AddressSet openSources, AddressSet openDestinations, Range[] ranges) {
        this.candidate = candidate;
        this.needsPorts = needsPorts;
        this.openSources = openSources;
        this.openDestinations = openDestinations;
        this.ranges = new long[BoxDescriptor.FIELD_COUNT * RANGE_LENGTH];
        for (int field = 0; field < BoxDescriptor.FIELD_COUNT; field++) {
            int at = field * RANGE_LENGTH;
            this.ranges[at + FIRST_HIGH] = ranges[field].firstHigh();
            this.ranges[at + FIRST_LOW] = ranges[field].firstLow();
            this.ranges[at + LAST_HIGH] = ranges[field].lastHigh();
            this.ranges[at + LAST_LOW] = ranges[field].lastLow();
        }
    }

    /** Numbers from first to last. */
    record Range(long firstHigh, long firstLow, long lastHigh, long lastLow) {
        static Range of(long first, long last) {
            return new Range(0, first, 0, last);
        }
    }

    int candidate() {
        return candidate;
    }

    int ruleIndex() {
        return CandidateDescriptor.ruleIndex(candidate);
    }

    boolean needsPorts() {
        return needsPorts;
    }

    /** The set of a field, of which the box's range is only the hull; empty if it is the range. */
    AddressSet openSet(int field) {
        return field == BoxDescriptor.SOURCE
                ? openSources
                : field == BoxDescriptor.DESTINATION ? openDestinations : AddressSet.EMPTY;
    }

    long firstHigh(int field) {
        return ranges[field * RANGE_LENGTH + FIRST_HIGH];
    }

    long firstLow(int field) {
        return ranges[field * RANGE_LENGTH + FIRST_LOW];
    }

    long lastHigh(int field) {
        return ranges[field * RANGE_LENGTH + LAST_HIGH];
    }

    long lastLow(int field) {
        return ranges[field * RANGE_LENGTH + LAST_LOW];
    }

    boolean isSingle(int field) {
        return firstHigh(field) == lastHigh(field) && firstLow(field) == lastLow(field);
    }

    /** Leading bits that all numbers of a field share, of 128, or of the lower 32 of those in a narrow one. */
    int sharedBits(int field, boolean wide) {
        long high = firstHigh(field) ^ lastHigh(field);
        long low = firstLow(field) ^ lastLow(field);
        if (!wide) {
            return Long.numberOfLeadingZeros(low) - Integer.SIZE;
        }
        return high != 0 ? Long.numberOfLeadingZeros(high) : Long.SIZE + Long.numberOfLeadingZeros(low);
    }
}
