package org.sekimori.policy;

import java.util.Comparator;

/**
 * A network: all addresses that begin with the same bits. An IPv4 address lies zero-extended in the low half, as in
 * {@link MatchFields}.
 *
 * @param ipVersion    {@link #IPV4} or {@link #IPV6}
 * @param high         upper half of the network's first address, big-endian
 * @param low          lower half of it
 * @param prefixLength how many leading bits count
 */
public record Cidr(int ipVersion, long high, long low, int prefixLength) {
    public static final int IPV4 = 4;
    public static final int IPV6 = 6;

    /** IPv4 before IPv6, then by first address, then the larger network first. */
    public static final Comparator<Cidr> OUTER_FIRST = Comparator.comparingInt(Cidr::ipVersion)
            .thenComparing(Cidr::high, Long::compareUnsigned)
            .thenComparing(Cidr::low, Long::compareUnsigned)
            .thenComparingInt(Cidr::prefixLength);

    static final int IPV4_BITS = 32;
    static final int IPV6_BITS = 128;

    private static final long IPV4_MAX = 0xFFFF_FFFFL;

    /** Checks version, length, and that no bit behind the prefix is set. */
    public Cidr {
        if (ipVersion != IPV4 && ipVersion != IPV6) {
            throw new IllegalArgumentException("IP version " + ipVersion + "; expected 4 or 6");
        }
        int bits = addressBits(ipVersion);
        if (prefixLength < 0 || prefixLength > bits) {
            throw new IllegalArgumentException(
                    "the prefix length is " + prefixLength + "; for IPv" + ipVersion + " it goes from 0 to " + bits);
        }
        if (ipVersion == IPV4 && (high != 0 || (low & ~IPV4_MAX) != 0)) {
            throw new IllegalArgumentException("an IPv4 address has 32 bits");
        }
        int hostBits = bits - prefixLength;
        if ((high & hostMaskHigh(hostBits)) != 0 || (low & hostMaskLow(hostBits)) != 0) {
            throw new IllegalArgumentException("host bits are set behind the prefix of " + prefixLength);
        }
    }

    /**
     * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or a single address, in full notation only.
     *
     * @throws IllegalArgumentException whose message says what was found and what to write instead
     */
    public static Cidr parse(String text) {
        return CidrText.parse(text);
    }

    /** The network of that length around an address, whatever the bits behind the prefix are. */
    public static Cidr around(int ipVersion, long high, long low, int prefixLength) {
        int hostBits = addressBits(ipVersion) - prefixLength;
        return new Cidr(ipVersion, high & ~hostMaskHigh(hostBits), low & ~hostMaskLow(hostBits), prefixLength);
    }

    /** Upper half of the last address. */
    public long lastHigh() {
        return high | hostMaskHigh(hostBits());
    }

    /** Lower half of the last address. */
    public long lastLow() {
        return low | hostMaskLow(hostBits());
    }

    /** Whether the address, of that IP version, lies in this network. */
    public boolean contains(int version, long addressHigh, long addressLow) {
        return version == ipVersion
                && (addressHigh & ~hostMaskHigh(hostBits())) == high
                && (addressLow & ~hostMaskLow(hostBits())) == low;
    }

    /** Whether every address of the other network lies in this one. */
    public boolean contains(Cidr other) {
        return prefixLength <= other.prefixLength && contains(other.ipVersion, other.high, other.low);
    }

    /** The one notation for each network: dotted IPv4, or IPv6 after RFC 5952. */
    @Override
    public String toString() {
        return CidrText.format(this);
    }

    /** Bits of an address of that IP version. */
    public static int addressBits(int ipVersion) {
        return ipVersion == IPV4 ? IPV4_BITS : IPV6_BITS;
    }

    /** The lower half of so many set bits at the end of an address. */
    public static long hostMaskLow(int hostBits) {
        return hostBits >= Long.SIZE ? -1L : (1L << hostBits) - 1;
    }

    /** The upper half of so many set bits at the end of an address. */
    public static long hostMaskHigh(int hostBits) {
        return hostBits <= Long.SIZE ? 0L : hostMaskLow(hostBits - Long.SIZE);
    }

    private int hostBits() {
        return addressBits(ipVersion) - prefixLength;
    }
}
