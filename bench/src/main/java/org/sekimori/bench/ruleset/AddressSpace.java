package org.sekimori.bench.ruleset;

import java.util.SplittableRandom;
import org.sekimori.policy.Cidr;

/**
 * Networks that cluster and nest as those of real sets do: walking down the tree of prefixes, each step takes the heavy
 * branch, which a hash of the path so far names, more often than the light one; the nearer to the root, the more often.
 */
final class AddressSpace {
    private static final int IPV4_BITS = 32;
    /** Every IPv6 network lies in 2000::/3. */
    private static final long GLOBAL_UNICAST = 0x2000L << 48;

    private static final int GLOBAL_UNICAST_BITS = 3;
    /** How often the light branch is taken: near the root, in networks, and among hosts. */
    private static final double[] SITE = {0.12, 0.3, 0.45};

    private static final double[] INTERNET = {0.42, 0.45, 0.48};
    private static final int NETWORK_DEPTH = 8;
    private static final int HOST_DEPTH = 24;
    /** Depths of IPv6's tree for one of IPv4's. */
    private static final int IPV6_STRETCH = 2;

    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private final SplittableRandom random;
    private final double[] light;
    private final long salt;

    private AddressSpace(SplittableRandom random, double[] light) {
        this.random = random;
        this.light = light;
        salt = random.nextLong();
    }

    /** The networks one site has rules for. */
    static AddressSpace site(SplittableRandom random) {
        return new AddressSpace(random, SITE);
    }

    /** Networks all over the address space, as in a routing table or a block list. */
    static AddressSpace internet(SplittableRandom random) {
        return new AddressSpace(random, INTERNET);
    }

    Cidr network(int ipVersion, int prefixLength) {
        if (ipVersion == Cidr.IPV4) {
            long address = bits(0, 0, prefixLength, 1) >>> IPV4_BITS;
            return Cidr.around(Cidr.IPV4, 0, address, prefixLength);
        }
        if (prefixLength == 0) {
            return Cidr.around(Cidr.IPV6, 0, 0, 0);
        }
        long high = bits(GLOBAL_UNICAST, GLOBAL_UNICAST_BITS, Math.min(prefixLength, Long.SIZE), IPV6_STRETCH);
        long low = prefixLength <= Long.SIZE ? 0 : random.nextInt(1, 1 << 12);
        return Cidr.around(Cidr.IPV6, high, low, prefixLength);
    }

    /** A word whose bits from..to are drawn, behind those given. */
    private long bits(long given, int from, int to, int stretch) {
        long word = given;
        for (int depth = from; depth < to; depth++) {
            boolean heavy = ((word ^ salt ^ depth) * GOLDEN) < 0;
            boolean bit = heavy ^ random.nextDouble() < light(depth / stretch);
            word |= bit ? 1L << (Long.SIZE - 1 - depth) : 0;
        }
        return word;
    }

    private double light(int depth) {
        if (depth < NETWORK_DEPTH) {
            return light[0];
        }
        return depth < HOST_DEPTH ? light[1] : light[2];
    }
}
