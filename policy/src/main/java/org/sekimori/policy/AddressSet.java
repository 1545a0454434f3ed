package org.sekimori.policy;

import java.util.Arrays;
import java.util.List;

/**
 * Addresses, IPv4 and IPv6 apart, as disjoint ranges in ascending order without gaps that could be closed. Holds a
 * million networks in plain arrays; equal sets of addresses are equal, however they were written.
 */
public final class AddressSet {
    /** No address at all; where a rule may leave a set out, it stands for that. */
    public static final AddressSet EMPTY = new AddressSet(new long[0], new long[0]);

    /** Longs of a range in {@link #ipv6}: first and last address, upper half before lower. */
    private static final int IPV6_RANGE = 4;

    private static final int IPV4_HALF = Integer.SIZE;
    private static final long HASH_FACTOR = 0x9E37_79B9_7F4A_7C15L;

    /** First address in the upper 32 bits, last one in the lower, so that natural order without sign is range order. */
    private final long[] ipv4;

    private final long[] ipv6;

    AddressSet(long[] ipv4, long[] ipv6) {
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
    }

    /** The addresses of all these networks. */
    public static AddressSet of(List<Cidr> networks) {
        AddressSetBuilder builder = new AddressSetBuilder();
        networks.forEach(builder::add);
        return builder.build();
    }

    /** The addresses of all these networks. */
    public static AddressSet of(Cidr... networks) {
        return of(List.of(networks));
    }

    public boolean isEmpty() {
        return ipv4.length + ipv6.length == 0;
    }

    /** Ranges of IPv4 addresses. */
    public int ipv4Count() {
        return ipv4.length;
    }

    /** First address of that IPv4 range, in host order. */
    public int ipv4First(int index) {
        return (int) (ipv4[index] >>> IPV4_HALF);
    }

    /** Last address of that IPv4 range, in host order. */
    public int ipv4Last(int index) {
        return (int) ipv4[index];
    }

    /** Ranges of IPv6 addresses. */
    public int ipv6Count() {
        return ipv6.length / IPV6_RANGE;
    }

    public long ipv6FirstHigh(int index) {
        return ipv6[index * IPV6_RANGE];
    }

    public long ipv6FirstLow(int index) {
        return ipv6[index * IPV6_RANGE + 1];
    }

    public long ipv6LastHigh(int index) {
        return ipv6[index * IPV6_RANGE + 2];
    }

    public long ipv6LastLow(int index) {
        return ipv6[index * IPV6_RANGE + 3];
    }

    /** The fewest networks that hold just these addresses, in order. */
    public List<Cidr> networks() {
        return NetworkCover.of(this);
    }

    /** Whether the address is in the set; an IPv4 address lies in {@code low}. */
    public boolean contains(int ipVersion, long high, long low) {
        if (ipVersion == Cidr.IPV4) {
            int index = lastIpv4From(low);
            return index >= 0 && low <= Integer.toUnsignedLong(ipv4Last(index));
        }
        int index = ipVersion == Cidr.IPV6 ? lastIpv6From(high, low) : -1;
        return index >= 0 && compare(high, low, ipv6LastHigh(index), ipv6LastLow(index)) <= 0;
    }

    /** Whether every address of the other set is in this one. */
    public boolean covers(AddressSet other) {
        return coversIpv4(other) && coversIpv6(other);
    }

    private boolean coversIpv4(AddressSet other) {
        for (int i = 0; i < other.ipv4Count(); i++) {
            int around = lastIpv4From(Integer.toUnsignedLong(other.ipv4First(i)));
            if (around < 0 || Integer.compareUnsigned(ipv4Last(around), other.ipv4Last(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private boolean coversIpv6(AddressSet other) {
        for (int i = 0; i < other.ipv6Count(); i++) {
            int around = lastIpv6From(other.ipv6FirstHigh(i), other.ipv6FirstLow(i));
            boolean covered = around >= 0
                    && compare(ipv6LastHigh(around), ipv6LastLow(around), other.ipv6LastHigh(i), other.ipv6LastLow(i))
                            >= 0;
            if (!covered) {
                return false;
            }
        }
        return true;
    }

    /** Index of the last range that begins at the address or before; -1 if none does. */
    private int lastIpv4From(long address) {
        int low = 0;
        int high = ipv4.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (ipv4[middle] >>> IPV4_HALF <= address) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    private int lastIpv6From(long addressHigh, long addressLow) {
        int low = 0;
        int high = ipv6Count() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (compare(ipv6FirstHigh(middle), ipv6FirstLow(middle), addressHigh, addressLow) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /** Compares two addresses, each of two halves, without sign. */
    public static int compare(long high, long low, long otherHigh, long otherLow) {
        int byHigh = Long.compareUnsigned(high, otherHigh);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressSet set && Arrays.equals(ipv4, set.ipv4) && Arrays.equals(ipv6, set.ipv6);
    }

    @Override
    public int hashCode() {
        return (int) (mixed(mixed(0, ipv4), ipv6) >>> Integer.SIZE);
    }

    /** The halves of a range differ in few bits, which a hash by exclusive or would leave of it. */
    private static long mixed(long start, long[] ranges) {
        long hash = start;
        for (long range : ranges) {
            hash = (hash ^ range) * HASH_FACTOR;
            hash ^= hash >>> Integer.SIZE;
        }
        return hash * HASH_FACTOR;
    }

    @Override
    public String toString() {
        return ipv4Count() + " IPv4 and " + ipv6Count() + " IPv6 ranges";
    }
}
