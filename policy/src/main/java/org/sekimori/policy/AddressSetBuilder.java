package org.sekimori.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Gathers networks and ranges in any order and merges them to an {@link AddressSet}. */
public final class AddressSetBuilder {
    private static final int INITIAL_CAPACITY = 16;
    private static final int IPV4_HALF = Integer.SIZE;
    private static final long IPV4_MASK = 0xFFFF_FFFFL;

    /** First address in the upper half, last one in the lower, the sign turned so that natural order is range order. */
    private long[] ipv4 = new long[INITIAL_CAPACITY];

    private int ipv4Count;
    private final List<Ipv6Range> ipv6 = new ArrayList<>();

    private record Ipv6Range(long firstHigh, long firstLow, long lastHigh, long lastLow) {}

    /** Adds every address of the network. */
    public void add(Cidr network) {
        addRange(network.ipVersion(), network.high(), network.low(), network.lastHigh(), network.lastLow());
    }

    /** Adds every address of the set. */
    public void add(AddressSet set) {
        for (int i = 0; i < set.ipv4Count(); i++) {
            addIpv4(Integer.toUnsignedLong(set.ipv4First(i)), Integer.toUnsignedLong(set.ipv4Last(i)));
        }
        for (int i = 0; i < set.ipv6Count(); i++) {
            ipv6.add(new Ipv6Range(set.ipv6FirstHigh(i), set.ipv6FirstLow(i), set.ipv6LastHigh(i), set.ipv6LastLow(i)));
        }
    }

    /** Adds the addresses from first to last, both included; IPv4 addresses lie in the low halves. */
    public void addRange(int ipVersion, long firstHigh, long firstLow, long lastHigh, long lastLow) {
        if (ipVersion == Cidr.IPV4) {
            addIpv4(firstLow, lastLow);
        } else {
            ipv6.add(new Ipv6Range(firstHigh, firstLow, lastHigh, lastLow));
        }
    }

    /** The set of all that was added. */
    public AddressSet build() {
        return new AddressSet(mergeIpv4(), mergeIpv6());
    }

    private void addIpv4(long first, long last) {
        if (ipv4Count == ipv4.length) {
            ipv4 = Arrays.copyOf(ipv4, 2 * ipv4Count);
        }
        ipv4[ipv4Count++] = (first << IPV4_HALF | last) ^ Long.MIN_VALUE;
    }

    private long[] mergeIpv4() {
        Arrays.sort(ipv4, 0, ipv4Count);
        long[] merged = new long[ipv4Count];
        int count = 0;
        for (int i = 0; i < ipv4Count; i++) {
            long range = ipv4[i] ^ Long.MIN_VALUE;
            long first = range >>> IPV4_HALF;
            long last = range & IPV4_MASK;
            long lastBefore = count == 0 ? 0 : merged[count - 1] & IPV4_MASK;
            if (count > 0 && first <= lastBefore + 1) {
                merged[count - 1] = merged[count - 1] & ~IPV4_MASK | Math.max(lastBefore, last);
            } else {
                merged[count++] = range;
            }
        }
        return Arrays.copyOf(merged, count);
    }

    private long[] mergeIpv6() {
        ipv6.sort((one, other) -> AddressSet.compare(one.firstHigh, one.firstLow, other.firstHigh, other.firstLow));
        List<Ipv6Range> merged = new ArrayList<>();
        for (Ipv6Range range : ipv6) {
            int end = merged.size() - 1;
            if (end >= 0 && reaches(merged.get(end), range)) {
                merged.set(end, joined(merged.get(end), range));
            } else {
                merged.add(range);
            }
        }
        long[] flat = new long[merged.size() * 4];
        int at = 0;
        for (Ipv6Range range : merged) {
            flat[at++] = range.firstHigh;
            flat[at++] = range.firstLow;
            flat[at++] = range.lastHigh;
            flat[at++] = range.lastLow;
        }
        return flat;
    }

    /** Whether the later range overlaps the earlier or follows it without a gap. */
    private static boolean reaches(Ipv6Range earlier, Ipv6Range later) {
        long nextLow = earlier.lastLow + 1;
        long nextHigh = nextLow == 0 ? earlier.lastHigh + 1 : earlier.lastHigh;
        boolean follows = nextLow == later.firstLow && nextHigh == later.firstHigh && (nextLow | nextHigh) != 0;
        return follows || AddressSet.compare(later.firstHigh, later.firstLow, earlier.lastHigh, earlier.lastLow) <= 0;
    }

    private static Ipv6Range joined(Ipv6Range earlier, Ipv6Range later) {
        boolean longer = AddressSet.compare(later.lastHigh, later.lastLow, earlier.lastHigh, earlier.lastLow) > 0;
        return longer ? new Ipv6Range(earlier.firstHigh, earlier.firstLow, later.lastHigh, later.lastLow) : earlier;
    }
}
