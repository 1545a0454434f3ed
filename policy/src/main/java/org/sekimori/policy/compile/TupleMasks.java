package org.sekimori.policy.compile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.image.BoxDescriptor;
import org.sekimori.policy.image.ClassifierDescriptor;
import org.sekimori.policy.image.IntervalIndexDescriptor;

/** For one field, the intervals within which the same tuples can hold a match, and the set of these tuples for each. */
final class TupleMasks {
    private static final Comparator<Edge> BY_NUMBER = (one, other) -> {
        int byHigh = Long.compareUnsigned(one.high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(one.low, other.low);
    };

    private final Boundaries boundaries;
    private final List<Edge> edges = new ArrayList<>();
    private final boolean wide;
    private long[] masks = new long[1];

    private TupleMasks(boolean wide) {
        this.wide = wide;
        boundaries = new Boundaries(wide);
    }

    private record Edge(long high, long low, int tuple, boolean begins) {}

    static TupleMasks of(List<Tuples.Members> tuples, int field, boolean wide) {
        TupleMasks masks = new TupleMasks(wide);
        for (int tuple = 0; tuple < tuples.size(); tuple++) {
            Set<AddressSet> seen = new HashSet<>();
            for (Box box : tuples.get(tuple).boxes()) {
                AddressSet set = box.openSet(field);
                if (isPort(field)) {
                    masks.addPorts(tuple, box.firstLow(field), box.lastLow(field));
                } else if (set.isEmpty()) {
                    masks.add(
                            tuple, box.firstHigh(field), box.firstLow(field), box.lastHigh(field), box.lastLow(field));
                } else if (seen.add(set)) {
                    masks.add(tuple, set);
                }
            }
        }
        masks.sweep();
        return masks;
    }

    /** The masks by protocol. */
    static long[] byProtocol(List<Tuples.Members> tuples) {
        long[] masks = new long[ClassifierDescriptor.PROTOCOL_MASKS];
        for (int tuple = 0; tuple < tuples.size(); tuple++) {
            for (Box box : tuples.get(tuple).boxes()) {
                int last = (int) box.lastLow(BoxDescriptor.PROTOCOL);
                for (int protocol = (int) box.firstLow(BoxDescriptor.PROTOCOL); protocol <= last; protocol++) {
                    masks[protocol] |= 1L << tuple;
                }
            }
        }
        return masks;
    }

    Boundaries boundaries() {
        return boundaries;
    }

    /** One more than there are boundaries. */
    long mask(int interval) {
        return masks[interval];
    }

    private static boolean isPort(int field) {
        return field == BoxDescriptor.SOURCE_PORT || field == BoxDescriptor.DESTINATION_PORT;
    }

    private void addPorts(int tuple, long first, long last) {
        long behind = last + 1 << IntervalIndexDescriptor.PORT_SHIFT;
        add(tuple, 0, first << IntervalIndexDescriptor.PORT_SHIFT, 0, behind - 1);
    }

    private void add(int tuple, AddressSet set) {
        for (int i = 0; wide && i < set.ipv6Count(); i++) {
            add(tuple, set.ipv6FirstHigh(i), set.ipv6FirstLow(i), set.ipv6LastHigh(i), set.ipv6LastLow(i));
        }
        for (int i = 0; !wide && i < set.ipv4Count(); i++) {
            add(tuple, 0, Integer.toUnsignedLong(set.ipv4First(i)), 0, Integer.toUnsignedLong(set.ipv4Last(i)));
        }
    }

    private void add(int tuple, long firstHigh, long firstLow, long lastHigh, long lastLow) {
        edges.add(new Edge(firstHigh, firstLow, tuple, true));
        boolean isEnd = wide ? (lastHigh & lastLow) == -1L : lastLow == -1L >>> Integer.SIZE;
        if (!isEnd) {
            edges.add(new Edge(lastLow == -1L ? lastHigh + 1 : lastHigh, lastLow + 1, tuple, false));
        }
    }

    private void sweep() {
        edges.sort(BY_NUMBER);
        int[] depths = new int[ClassifierDescriptor.MAX_TUPLES];
        long mask = 0;
        int next = 0;
        while (next < edges.size()) {
            Edge first = edges.get(next);
            while (next < edges.size() && BY_NUMBER.compare(edges.get(next), first) == 0) {
                Edge edge = edges.get(next++);
                depths[edge.tuple] += edge.begins ? 1 : -1;
                mask = depths[edge.tuple] > 0 ? mask | 1L << edge.tuple : mask & ~(1L << edge.tuple);
            }
            append(first, mask);
        }
        edges.clear();
    }

    private void append(Edge edge, long mask) {
        int count = boundaries.count();
        if (mask != masks[count]) {
            boundaries.add(edge.high, edge.low);
            if (count + 1 == masks.length) {
                masks = Arrays.copyOf(masks, 2 * masks.length);
            }
            masks[count + 1] = mask;
        }
    }
}
