package org.sekimori.policy;

import java.util.Arrays;

/** Gathers networks and ranges in any order and merges them to an {@link AddressSet}. */
public final class AddressSetBuilder {
    private static final int INITIAL_CAPACITY = 16;
    private static final int IPV4_HALF = Integer.SIZE;
    private static final int IPV6_RANGE = 4;
    private static final long IPV4_MASK = 0xFFFF_FFFFL;

    /** First address in the upper half, last one in the lower, the sign turned so that natural order is range order. */
    private long[] ipv4 = new long[INITIAL_CAPACITY];

    private int ipv4Count;
    /** First and last address of a range, upper half before lower. */
    private long[] ipv6 = new long[INITIAL_CAPACITY * IPV6_RANGE];

    private int ipv6Count;

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
            addIpv6(set.ipv6FirstHigh(i), set.ipv6FirstLow(i), set.ipv6LastHigh(i), set.ipv6LastLow(i));
        }
    }

    /** Adds the addresses from first to last, both included; IPv4 addresses lie in the low halves. */
    public void addRange(int ipVersion, long firstHigh, long firstLow, long lastHigh, long lastLow) {
        if (ipVersion == Cidr.IPV4) {
            addIpv4(firstLow, lastLow);
        } else {
            addIpv6(firstHigh, firstLow, lastHigh, lastLow);
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

    private void addIpv6(long firstHigh, long firstLow, long lastHigh, long lastLow) {
        int at = ipv6Count++ * IPV6_RANGE;
        if (at == ipv6.length) {
            ipv6 = Arrays.copyOf(ipv6, 2 * at);
        }
        ipv6[at] = firstHigh;
        ipv6[at + 1] = firstLow;
        ipv6[at + 2] = lastHigh;
        ipv6[at + 3] = lastLow;
    }

    private long[] mergeIpv6() {
        long[] merged = new long[ipv6Count * IPV6_RANGE];
        int end = 0;
        for (int index : IndexSort.sorted(ipv6Count, this::compareIpv6)) {
            int at = index * IPV6_RANGE;
            if (end > 0 && reaches(merged, end - IPV6_RANGE, at)) {
                extend(merged, end - IPV6_RANGE, at);
            } else {
                System.arraycopy(ipv6, at, merged, end, IPV6_RANGE);
                end += IPV6_RANGE;
            }
        }
        return Arrays.copyOf(merged, end);
    }

    private int compareIpv6(int one, int other) {
        int at = one * IPV6_RANGE;
        int otherAt = other * IPV6_RANGE;
        return AddressSet.compare(ipv6[at], ipv6[at + 1], ipv6[otherAt], ipv6[otherAt + 1]);
    }

    /** Whether the range added at the second place overlaps the merged one at the first, or follows it without a gap. */
    private boolean reaches(long[] merged, int earlier, int at) {
        long lastHigh = merged[earlier + 2];
        long lastLow = merged[earlier + 3];
        long nextLow = lastLow + 1;
        long nextHigh = nextLow == 0 ? lastHigh + 1 : lastHigh;
        boolean follows = nextLow == ipv6[at + 1] && nextHigh == ipv6[at] && (nextLow | nextHigh) != 0;
        return follows || AddressSet.compare(ipv6[at], ipv6[at + 1], lastHigh, lastLow) <= 0;
    }

    private void extend(long[] merged, int earlier, int at) {
        if (AddressSet.compare(ipv6[at + 2], ipv6[at + 3], merged[earlier + 2], merged[earlier + 3]) > 0) {
            merged[earlier + 2] = ipv6[at + 2];
            merged[earlier + 3] = ipv6[at + 3];
        }
    }
}
