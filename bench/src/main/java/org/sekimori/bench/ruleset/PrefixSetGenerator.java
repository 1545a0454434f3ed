package org.sekimori.bench.ruleset;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.sekimori.policy.Cidr;

/**
 * Makes sets of networks whose lengths are distributed about as in routing tables and block lists: most IPv4 networks are
 * /24 or hosts, most IPv6 networks /48 or /32. Wide IPv4 networks are left out, which would swallow the others.
 */
public final class PrefixSetGenerator {
    private static final Weights IPV4_LENGTHS =
            new Weights(19, 1, 20, 3, 21, 6, 22, 40, 23, 40, 24, 480, 27, 8, 28, 8, 30, 6, 32, 330);
    private static final Weights IPV6_LENGTHS = new Weights(
            28, 4, 29, 30, 32, 130, 33, 10, 36, 40, 38, 6, 40, 100, 42, 30, 44, 110, 46, 40, 47, 20, 48, 400, 56, 20,
            64, 45, 128, 15);

    private final SplittableRandom random;
    private final AddressSpace space;

    /** A generator for one set. */
    public PrefixSetGenerator(long seed) {
        random = new SplittableRandom(seed);
        space = AddressSpace.internet(random);
    }

    /** So many different networks, of which so many in a hundred are IPv6; some lie in others. */
    public List<Cidr> networks(int count, int ipv6PerCent) {
        Set<Cidr> networks = new LinkedHashSet<>(2 * count);
        while (networks.size() < count) {
            boolean ipv6 = random.nextInt(100) < ipv6PerCent;
            networks.add(
                    ipv6
                            ? space.network(Cidr.IPV6, IPV6_LENGTHS.draw(random))
                            : space.network(Cidr.IPV4, IPV4_LENGTHS.draw(random)));
        }
        return List.copyOf(networks);
    }
}
