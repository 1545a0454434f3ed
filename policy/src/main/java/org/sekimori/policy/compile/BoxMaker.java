package org.sekimori.policy.compile;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Direction;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;
import org.sekimori.policy.compile.Box.Range;
import org.sekimori.policy.image.BoxDescriptor;
import org.sekimori.policy.image.CandidateDescriptor;
import org.sekimori.policy.range.Ranges;

/**
 * Cuts rules into boxes for packets of one direction and IP version. Protocols and destination ports are always cut apart;
 * source ports and addresses only as long as a rule doesn't come to too many boxes, else their hull stands in the box and
 * the set is asked at the end.
 */
final class BoxMaker {
    private static final int BOXES_IN_ALL = 400_000;
    /** Protocols and destination ports can't be put together; each box takes about 200 bytes while compiling. */
    static final int MAX_BOXES = 600_000;

    private static final int MAX_BOXES_PER_RULE = 64;
    private static final Range ALL_PORTS = Range.of(0, PortRange.MAX_PORT);
    private static final Range ALL_IPV4 = Range.of(0, -1L >>> Integer.SIZE);
    private static final Range ALL_IPV6 = new Range(0, 0, -1, -1);
    private static final Range ALL_PROTOCOLS = Range.of(0, BoxDescriptor.ANY_PROTOCOL);

    private final boolean wide;
    private final int boxesPerRule;
    private final List<Box> boxes = new ArrayList<>();

    private BoxMaker(boolean wide, int ruleCount) {
        this.wide = wide;
        boxesPerRule = Math.max(1, Math.min(MAX_BOXES_PER_RULE, BOXES_IN_ALL / Math.max(1, ruleCount)));
    }

    /**
     * The boxes of all rules for that direction, in order.
     *
     * @throws PolicyTooLargeException when they are more than {@link #MAX_BOXES}
     */
    static List<Box> boxes(List<Rule> rules, Direction direction, boolean ipv6) {
        BoxMaker maker = new BoxMaker(ipv6, rules.size());
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).direction() == direction) {
                maker.add(rules.get(i).traffic(), Candidates.of(rules.get(i), i));
            }
        }
        return maker.boxes;
    }

    private void add(Traffic traffic, int candidate) {
        List<Range> protocols = protocols(traffic.protocols());
        List<Range> destinationPorts = ports(traffic.destinationPorts());
        List<Range> sourcePorts = ports(traffic.sourcePorts());
        List<Range> sources = addresses(traffic.sources());
        List<Range> destinations = addresses(traffic.destinations());
        if (sources.isEmpty() || destinations.isEmpty()) {
            return;
        }
        long count = (long) protocols.size() * destinationPorts.size();
        if (boxes.size() + count > MAX_BOXES) {
            throw PolicyTooLargeException.regions(MAX_BOXES);
        }
        int settled = 0;
        AddressSet openSources = AddressSet.EMPTY;
        AddressSet openDestinations = AddressSet.EMPTY;
        if (count * sourcePorts.size() <= boxesPerRule) {
            count *= sourcePorts.size();
            settled |= CandidateDescriptor.SOURCE_PORTS;
        } else {
            sourcePorts = hull(sourcePorts);
        }
        if (sources.size() == 1 || count * sources.size() <= boxesPerRule) {
            count *= sources.size();
            settled |= CandidateDescriptor.SOURCES;
        } else {
            sources = hull(sources);
            openSources = traffic.sources();
        }
        if (destinations.size() == 1 || count * destinations.size() <= boxesPerRule) {
            settled |= CandidateDescriptor.DESTINATIONS;
        } else {
            destinations = hull(destinations);
            openDestinations = traffic.destinations();
        }
        Range[] ranges = new Range[BoxDescriptor.FIELD_COUNT];
        for (Range protocol : protocols) {
            ranges[BoxDescriptor.PROTOCOL] = protocol;
            for (Range destinationPort : destinationPorts) {
                ranges[BoxDescriptor.DESTINATION_PORT] = destinationPort;
                for (Range sourcePort : sourcePorts) {
                    ranges[BoxDescriptor.SOURCE_PORT] = sourcePort;
                    for (Range source : sources) {
                        ranges[BoxDescriptor.SOURCE] = source;
                        for (Range destination : destinations) {
                            ranges[BoxDescriptor.DESTINATION] = destination;
                            boxes.add(new Box(
                                    candidate & ~settled, traffic.namesPorts(), openSources, openDestinations, ranges));
                        }
                    }
                }
            }
        }
    }

    private static List<Range> protocols(List<Integer> protocols) {
        return protocols.isEmpty()
                ? List.of(ALL_PROTOCOLS)
                : protocols.stream()
                        .map(protocol -> Range.of(protocol, protocol))
                        .toList();
    }

    private static List<Range> ports(List<PortRange> ports) {
        return ports.isEmpty()
                ? List.of(ALL_PORTS)
                : Ranges.mergePorts(ports).stream()
                        .map(range -> Range.of(range.first(), range.last()))
                        .toList();
    }

    /** The ranges of the IP version; none if the rule names only addresses of the other. */
    private List<Range> addresses(AddressSet set) {
        if (set.isEmpty()) {
            return List.of(wide ? ALL_IPV6 : ALL_IPV4);
        }
        return wide ? ipv6(set) : ipv4(set);
    }

    private static List<Range> ipv4(AddressSet set) {
        List<Range> ranges = new ArrayList<>(set.ipv4Count());
        for (int i = 0; i < set.ipv4Count(); i++) {
            ranges.add(Range.of(Integer.toUnsignedLong(set.ipv4First(i)), Integer.toUnsignedLong(set.ipv4Last(i))));
        }
        return ranges;
    }

    private static List<Range> ipv6(AddressSet set) {
        List<Range> ranges = new ArrayList<>(set.ipv6Count());
        for (int i = 0; i < set.ipv6Count(); i++) {
            ranges.add(new Range(set.ipv6FirstHigh(i), set.ipv6FirstLow(i), set.ipv6LastHigh(i), set.ipv6LastLow(i)));
        }
        return ranges;
    }

    private static List<Range> hull(List<Range> ranges) {
        Range first = ranges.get(0);
        Range last = ranges.get(ranges.size() - 1);
        return List.of(new Range(first.firstHigh(), first.firstLow(), last.lastHigh(), last.lastLow()));
    }
}
