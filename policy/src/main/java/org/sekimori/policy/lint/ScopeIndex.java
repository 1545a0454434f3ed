package org.sekimori.policy.lint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.PortRange;

/**
 * Finds the scopes that may cover another one without looking at all of them. Each lies under one block: the smallest
 * network around its addresses, or the smallest aligned block around its ports, whichever says most. Whatever covers a scope
 * covers its first address and port, and so lies under a block that holds these.
 */
final class ScopeIndex {
    private static final int PORT_BITS = 16;
    /** Of so many bits, the upper ones that sites differ in. */
    private static final int IPV6_PER_IPV4 = 2;

    private final Map<Block, List<Scope>> blocks = new HashMap<>();
    private final boolean[][] lengths = new boolean[Kind.values().length][Cidr.addressBits(Cidr.IPV6) + 1];
    private long comparisons;

    private enum Kind {
        ANY,
        IPV4_SOURCE,
        IPV6_SOURCE,
        IPV4_DESTINATION,
        IPV6_DESTINATION,
        SOURCE_PORT,
        DESTINATION_PORT
    }

    /** All values that begin with the same bits. */
    private record Block(Kind kind, int length, long high, long low) {
        int score() {
            boolean isIpv6 = kind == Kind.IPV6_SOURCE || kind == Kind.IPV6_DESTINATION;
            return isIpv6 ? length / IPV6_PER_IPV4 : length;
        }
    }

    void add(Scope scope) {
        Block best = new Block(Kind.ANY, 0, 0, 0);
        List<Block> candidates = new ArrayList<>();
        addAround(scope.traffic().sources(), Kind.IPV4_SOURCE, Kind.IPV6_SOURCE, candidates);
        addAround(scope.traffic().destinations(), Kind.IPV4_DESTINATION, Kind.IPV6_DESTINATION, candidates);
        addAround(scope.destinationPorts(), Kind.DESTINATION_PORT, candidates);
        addAround(scope.sourcePorts(), Kind.SOURCE_PORT, candidates);
        for (Block candidate : candidates) {
            best = candidate.score() > best.score() ? candidate : best;
        }
        lengths[best.kind().ordinal()][best.length()] = true;
        blocks.computeIfAbsent(best, unused -> new ArrayList<>()).add(scope);
    }

    /** The earliest scope that covers this one, or null. */
    Scope firstAround(Scope scope) {
        Scope first = firstIn(new Block(Kind.ANY, 0, 0, 0), scope, null);
        first = firstAround(scope.traffic().sources(), Kind.IPV4_SOURCE, Kind.IPV6_SOURCE, scope, first);
        first = firstAround(scope.traffic().destinations(), Kind.IPV4_DESTINATION, Kind.IPV6_DESTINATION, scope, first);
        first = firstAround(scope.destinationPorts(), Kind.DESTINATION_PORT, scope, first);
        return firstAround(scope.sourcePorts(), Kind.SOURCE_PORT, scope, first);
    }

    /** Comparisons made since the last call. */
    long takeComparisons() {
        long taken = comparisons;
        comparisons = 0;
        return taken;
    }

    private Scope firstAround(AddressSet addresses, Kind ipv4, Kind ipv6, Scope scope, Scope found) {
        Scope first = found;
        if (addresses.ipv4Count() > 0) {
            first = firstUnder(ipv4, Integer.SIZE, 0, Integer.toUnsignedLong(addresses.ipv4First(0)), scope, first);
        }
        if (addresses.ipv6Count() > 0) {
            int bits = Cidr.addressBits(Cidr.IPV6);
            first = firstUnder(ipv6, bits, addresses.ipv6FirstHigh(0), addresses.ipv6FirstLow(0), scope, first);
        }
        return first;
    }

    private Scope firstAround(List<PortRange> ports, Kind kind, Scope scope, Scope found) {
        return ports.isEmpty()
                ? found
                : firstUnder(kind, PORT_BITS, 0, ports.get(0).first(), scope, found);
    }

    private Scope firstUnder(Kind kind, int bits, long high, long low, Scope scope, Scope found) {
        Scope first = found;
        for (int length = 1; length <= bits; length++) {
            if (lengths[kind.ordinal()][length]) {
                first = firstIn(block(kind, bits, length, high, low), scope, first);
            }
        }
        return first;
    }

    private Scope firstIn(Block block, Scope scope, Scope found) {
        for (Scope candidate : blocks.getOrDefault(block, List.of())) {
            if (found != null && found.position() < candidate.position()) {
                return found;
            }
            comparisons += scope.weight();
            if (candidate.covers(scope)) {
                return candidate;
            }
        }
        return found;
    }

    private static void addAround(AddressSet addresses, Kind ipv4, Kind ipv6, List<Block> candidates) {
        if (addresses.ipv6Count() == 0 && addresses.ipv4Count() > 0) {
            int first = addresses.ipv4First(0);
            int last = addresses.ipv4Last(addresses.ipv4Count() - 1);
            int length = Integer.numberOfLeadingZeros(first ^ last);
            candidates.add(block(ipv4, Integer.SIZE, length, 0, Integer.toUnsignedLong(first)));
        } else if (addresses.ipv4Count() == 0 && addresses.ipv6Count() > 0) {
            int end = addresses.ipv6Count() - 1;
            long high = addresses.ipv6FirstHigh(0);
            long low = addresses.ipv6FirstLow(0);
            int same = Long.numberOfLeadingZeros(high ^ addresses.ipv6LastHigh(end));
            int length = same < Long.SIZE ? same : same + Long.numberOfLeadingZeros(low ^ addresses.ipv6LastLow(end));
            candidates.add(block(ipv6, Cidr.addressBits(Cidr.IPV6), length, high, low));
        }
    }

    private static void addAround(List<PortRange> ports, Kind kind, List<Block> candidates) {
        if (!ports.isEmpty()) {
            int first = ports.get(0).first();
            int differ = first ^ ports.get(ports.size() - 1).last();
            int length = PORT_BITS - (Integer.SIZE - Integer.numberOfLeadingZeros(differ));
            candidates.add(block(kind, PORT_BITS, length, 0, first));
        }
    }

    private static Block block(Kind kind, int bits, int length, long high, long low) {
        int rest = bits - length;
        return new Block(kind, length, high & ~Cidr.hostMaskHigh(rest), low & ~Cidr.hostMaskLow(rest));
    }
}
