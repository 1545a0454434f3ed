package org.sekimori.policy.range;

import org.sekimori.policy.Cidr;

/** Addresses from first to last, both included, compared without sign; IPv4 lies zero-extended in the low halves. */
public record AddressRange(int ipVersion, long firstHigh, long firstLow, long lastHigh, long lastLow)
        implements Comparable<AddressRange> {
    /** The addresses of a network. */
    public static AddressRange of(Cidr network) {
        return new AddressRange(
                network.ipVersion(), network.high(), network.low(), network.lastHigh(), network.lastLow());
    }

    /** IPv4 before IPv6, then by first address, then the longer range first. */
    @Override
    public int compareTo(AddressRange other) {
        if (ipVersion != other.ipVersion) {
            return Integer.compare(ipVersion, other.ipVersion);
        }
        int byFirst = compare(firstHigh, firstLow, other.firstHigh, other.firstLow);
        return byFirst != 0 ? byFirst : compare(other.lastHigh, other.lastLow, lastHigh, lastLow);
    }

    /** Whether the other range, which doesn't begin before this one, overlaps it or follows without a gap. */
    boolean reaches(AddressRange other) {
        if (ipVersion != other.ipVersion) {
            return false;
        }
        boolean overlaps = compare(other.firstHigh, other.firstLow, lastHigh, lastLow) <= 0;
        long nextLow = lastLow + 1;
        long nextHigh = nextLow == 0 ? lastHigh + 1 : lastHigh;
        boolean follows = nextLow == other.firstLow && nextHigh == other.firstHigh && (nextLow | nextHigh) != 0;
        return overlaps || follows;
    }

    /** Both as one; only for ranges of which this {@link #reaches} the other. */
    AddressRange joined(AddressRange other) {
        boolean longer = compare(other.lastHigh, other.lastLow, lastHigh, lastLow) > 0;
        return longer ? new AddressRange(ipVersion, firstHigh, firstLow, other.lastHigh, other.lastLow) : this;
    }

    /** Whether all of the other range lies in this one. */
    public boolean contains(AddressRange other) {
        return ipVersion == other.ipVersion
                && compare(firstHigh, firstLow, other.firstHigh, other.firstLow) <= 0
                && compare(other.lastHigh, other.lastLow, lastHigh, lastLow) <= 0;
    }

    /** Whether all of this range lies before the other. */
    boolean endsBefore(AddressRange other) {
        return ipVersion != other.ipVersion
                ? ipVersion < other.ipVersion
                : compare(lastHigh, lastLow, other.firstHigh, other.firstLow) < 0;
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        int byHigh = Long.compareUnsigned(high, otherHigh);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
    }
}
