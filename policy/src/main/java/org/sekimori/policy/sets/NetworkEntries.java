package org.sekimori.policy.sets;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.AddressSetBuilder;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.IndexSort;

/**
 * Networks as a list has them, exceptions among them. For each address the entry with the longest prefix decides; between
 * two with the same prefix, the exception. Kept in plain arrays, since lists have a million entries.
 */
public final class NetworkEntries {
    private static final int INITIAL_CAPACITY = 16;
    private static final int IPV4_SHIFT = Integer.SIZE;
    private static final long IPV4_MASK = 0xFFFF_FFFFL;
    /** Longs of an entry in {@link #ipv6}: upper half, lower half, {@link #tail}. */
    private static final int IPV6_ENTRY = 3;

    /** First address, then {@link #tail}; the sign turned so that natural order is that of addresses. */
    private long[] ipv4 = new long[INITIAL_CAPACITY];

    private int ipv4Count;
    private long[] ipv6 = new long[INITIAL_CAPACITY * IPV6_ENTRY];
    private int ipv6Count;
    private int exceptionCount;

    /** How many entries there are. */
    public int size() {
        return ipv4Count + ipv6Count;
    }

    /** Adds a network. */
    public void add(Cidr network) {
        add(network.ipVersion(), network.high(), network.low(), network.prefixLength(), false);
    }

    /** Adds all entries of another list. */
    public void add(NetworkEntries other) {
        ipv4 = roomFor(ipv4, ipv4Count + other.ipv4Count);
        System.arraycopy(other.ipv4, 0, ipv4, ipv4Count, other.ipv4Count);
        ipv4Count += other.ipv4Count;
        ipv6 = roomFor(ipv6, (ipv6Count + other.ipv6Count) * IPV6_ENTRY);
        System.arraycopy(other.ipv6, 0, ipv6, ipv6Count * IPV6_ENTRY, other.ipv6Count * IPV6_ENTRY);
        ipv6Count += other.ipv6Count;
        exceptionCount += other.exceptionCount;
    }

    /** Adds a network whose bits behind the prefix are 0. */
    void add(int ipVersion, long high, long low, int prefixLength, boolean isException) {
        exceptionCount += isException ? 1 : 0;
        if (ipVersion == Cidr.IPV4) {
            ipv4 = roomFor(ipv4, ipv4Count + 1);
            ipv4[ipv4Count++] = (low << IPV4_SHIFT | tail(prefixLength, isException)) ^ Long.MIN_VALUE;
        } else {
            ipv6 = roomFor(ipv6, (ipv6Count + 1) * IPV6_ENTRY);
            int at = ipv6Count++ * IPV6_ENTRY;
            ipv6[at] = high;
            ipv6[at + 1] = low;
            ipv6[at + 2] = tail(prefixLength, isException);
        }
    }

    /** Adds the fewest networks that make up the range from first to last, both included. */
    void addRange(int ipVersion, long firstHigh, long firstLow, long lastHigh, long lastLow, boolean isException) {
        int bits = Cidr.addressBits(ipVersion);
        long high = firstHigh;
        long low = firstLow;
        while (true) {
            int hostBits = Math.min(bits, trailingZeros(high, low));
            while (AddressSet.compare(
                            high | Cidr.hostMaskHigh(hostBits), low | Cidr.hostMaskLow(hostBits), lastHigh, lastLow)
                    > 0) {
                hostBits--;
            }
            add(ipVersion, high, low, bits - hostBits, isException);
            long endHigh = high | Cidr.hostMaskHigh(hostBits);
            long endLow = low | Cidr.hostMaskLow(hostBits);
            if (endHigh == lastHigh && endLow == lastLow) {
                return;
            }
            low = endLow + 1;
            high = low == 0 ? endHigh + 1 : endHigh;
        }
    }

    /** The networks with prefixes shorter than these, exceptions left out, in the order of the list. */
    public List<Cidr> widerThan(int ipv4Prefix, int ipv6Prefix) {
        List<Cidr> wide = new ArrayList<>();
        for (int i = 0; i < ipv4Count; i++) {
            long plain = ipv4[i] ^ Long.MIN_VALUE;
            if (lengthOf(plain) < ipv4Prefix && !isException(plain)) {
                wide.add(new Cidr(Cidr.IPV4, 0, plain >>> IPV4_SHIFT, lengthOf(plain)));
            }
        }
        for (int i = 0; i < ipv6Count; i++) {
            int at = i * IPV6_ENTRY;
            if (lengthOf(ipv6[at + 2]) < ipv6Prefix && !isException(ipv6[at + 2])) {
                wide.add(new Cidr(Cidr.IPV6, ipv6[at], ipv6[at + 1], lengthOf(ipv6[at + 2])));
            }
        }
        return wide;
    }

    /** The addresses that are in. */
    public AddressSet addresses() {
        AddressSetBuilder builder = new AddressSetBuilder();
        if (exceptionCount == 0) {
            for (int i = 0; i < ipv4Count; i++) {
                addIpv4(ipv4[i], builder);
            }
            for (int i = 0; i < ipv6Count; i++) {
                addIpv6(i * IPV6_ENTRY, builder);
            }
        } else {
            sweepIpv4(builder);
            sweepIpv6(builder);
        }
        return builder.build();
    }

    private void sweepIpv4(AddressSetBuilder builder) {
        long[] sorted = Arrays.copyOf(ipv4, ipv4Count);
        Arrays.sort(sorted);
        LongestPrefix sweep = new LongestPrefix(Cidr.IPV4, builder);
        for (long entry : sorted) {
            long plain = entry ^ Long.MIN_VALUE;
            sweep.add(0, plain >>> IPV4_SHIFT, lengthOf(plain), isException(plain));
        }
        sweep.end();
    }

    private void sweepIpv6(AddressSetBuilder builder) {
        LongestPrefix sweep = new LongestPrefix(Cidr.IPV6, builder);
        for (int index : IndexSort.sorted(ipv6Count, this::compareIpv6)) {
            int at = index * IPV6_ENTRY;
            sweep.add(ipv6[at], ipv6[at + 1], lengthOf(ipv6[at + 2]), isException(ipv6[at + 2]));
        }
        sweep.end();
    }

    private int compareIpv6(int one, int other) {
        int at = one * IPV6_ENTRY;
        int otherAt = other * IPV6_ENTRY;
        int byAddress = AddressSet.compare(ipv6[at], ipv6[at + 1], ipv6[otherAt], ipv6[otherAt + 1]);
        return byAddress != 0 ? byAddress : Long.compare(ipv6[at + 2], ipv6[otherAt + 2]);
    }

    private static void addIpv4(long entry, AddressSetBuilder builder) {
        long plain = entry ^ Long.MIN_VALUE;
        long first = plain >>> IPV4_SHIFT;
        int hostBits = Integer.SIZE - lengthOf(plain);
        builder.addRange(Cidr.IPV4, 0, first, 0, first | Cidr.hostMaskLow(hostBits));
    }

    private void addIpv6(int at, AddressSetBuilder builder) {
        int hostBits = Cidr.addressBits(Cidr.IPV6) - lengthOf(ipv6[at + 2]);
        long high = ipv6[at];
        long low = ipv6[at + 1];
        builder.addRange(Cidr.IPV6, high, low, high | Cidr.hostMaskHigh(hostBits), low | Cidr.hostMaskLow(hostBits));
    }

    /** Prefix length, then 1 for an exception, so that in order outer networks come first and exceptions last. */
    private static long tail(int prefixLength, boolean isException) {
        return (long) prefixLength << 1 | (isException ? 1 : 0);
    }

    private static int lengthOf(long tail) {
        return (int) (tail & IPV4_MASK) >>> 1;
    }

    private static boolean isException(long tail) {
        return (tail & 1) != 0;
    }

    private static int trailingZeros(long high, long low) {
        return low != 0 ? Long.numberOfTrailingZeros(low) : Long.SIZE + Long.numberOfTrailingZeros(high);
    }

    private static long[] roomFor(long[] array, int length) {
        return length <= array.length ? array : Arrays.copyOf(array, Math.max(length, 2 * array.length));
    }
}
