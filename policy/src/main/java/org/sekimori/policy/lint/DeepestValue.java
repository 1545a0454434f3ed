package org.sekimori.policy.lint;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.range.Ranges;

/** Finds a value of one field that most of many sets of ranges hold. */
final class DeepestValue {
    /** Ranges that are looked at in all; of large sets only some are. */
    private static final int MAX_RANGES = 100_000;

    private static final Comparator<Edge> BY_VALUE = (one, other) -> {
        int byValue = AddressSet.compare(one.high, one.low, other.high, other.low);
        return byValue != 0 ? byValue : Integer.compare(one.change, other.change);
    };

    private final int version;
    private final List<Edge> edges = new ArrayList<>();

    /** Of addresses of that IP version, or of ports. */
    DeepestValue(int version) {
        this.version = version;
    }

    /** A value; a port or an IPv4 address lies in the lower half. */
    record Found(long high, long low) {}

    /** Behind a range the count goes down before it goes up again. */
    private record Edge(long high, long low, int change) {}

    /** A set of ports; an empty one holds all, and so makes no difference. */
    void add(List<PortRange> ports) {
        for (PortRange range : Ranges.mergePorts(ports)) {
            edges.add(new Edge(0, range.first(), 1));
            edges.add(new Edge(0, range.last() + 1L, -1));
        }
    }

    /** One of so many sets of addresses; an empty one holds all. */
    void add(AddressSet addresses, int sets) {
        int count = version == Cidr.IPV4 ? addresses.ipv4Count() : addresses.ipv6Count();
        int step = Math.max(1, count / Math.max(1, MAX_RANGES / sets));
        for (int i = 0; i < count; i += step) {
            if (version == Cidr.IPV4) {
                edges.add(new Edge(0, Integer.toUnsignedLong(addresses.ipv4First(i)), 1));
                edges.add(new Edge(0, Integer.toUnsignedLong(addresses.ipv4Last(i)) + 1, -1));
            } else {
                edges.add(new Edge(addresses.ipv6FirstHigh(i), addresses.ipv6FirstLow(i), 1));
                addBehind(addresses.ipv6LastHigh(i), addresses.ipv6LastLow(i));
            }
        }
    }

    private void addBehind(long high, long low) {
        if ((high & low) != -1L) {
            edges.add(new Edge(low == -1L ? high + 1 : high, low + 1, -1));
        }
    }

    /** The first of the values that most hold; 0 if all sets are empty. */
    Found find() {
        edges.sort(BY_VALUE);
        Found deepest = new Found(0, 0);
        int most = 0;
        int depth = 0;
        for (Edge edge : edges) {
            depth += edge.change;
            if (depth > most) {
                most = depth;
                deepest = new Found(edge.high, edge.low);
            }
        }
        return deepest;
    }
}
