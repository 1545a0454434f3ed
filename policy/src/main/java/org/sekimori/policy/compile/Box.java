package org.sekimori.policy.compile;

import org.sekimori.policy.AddressSet;
import org.sekimori.policy.image.BoxDescriptor;
import org.sekimori.policy.image.CandidateDescriptor;

/** A rule, or the part of it with one range in each field of {@link BoxDescriptor}; numbers are halves without sign. */
final class Box {
    private final int candidate;
    private final boolean needsPorts;
    private final AddressSet openSources;
    private final AddressSet openDestinations;
    private final Range[] ranges;

    /**
     * A box.
     *
     * @param openSources      the rule's sources, if the box doesn't say them in full; empty if it does
     * @param openDestinations the same for destinations
     * @param ranges           of each field; copied
     */
    Box(int candidate, boolean needsPorts, AddressSet openSources, AddressSet openDestinations, Range[] ranges) {
        this.candidate = candidate;
        this.needsPorts = needsPorts;
        this.openSources = openSources;
        this.openDestinations = openDestinations;
        this.ranges = ranges.clone();
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
        return ranges[field].firstHigh();
    }

    long firstLow(int field) {
        return ranges[field].firstLow();
    }

    long lastHigh(int field) {
        return ranges[field].lastHigh();
    }

    long lastLow(int field) {
        return ranges[field].lastLow();
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
