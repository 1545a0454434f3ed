package org.sekimori.policy.compile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.image.PortSetDescriptor;
import org.sekimori.policy.image.RuleDescriptor;
import org.sekimori.policy.range.Ranges;

/** Writes port and prefix sets; equal ones only once. */
final class SetWriter {
    private final ImageWriter image;
    private final Map<List<PortRange>, Integer> portSets = new HashMap<>();
    private final Map<AddressSet, Integer> prefixSets = new HashMap<>();

    SetWriter(ImageWriter image) {
        this.image = image;
    }

    /** Returns the set's offset; {@link RuleDescriptor#NO_SET} for an empty list. */
    int ports(List<PortRange> ranges) {
        List<PortRange> merged = Ranges.mergePorts(ranges);
        return merged.isEmpty() ? RuleDescriptor.NO_SET : portSets.computeIfAbsent(merged, this::appendPorts);
    }

    /** Returns the set's offset; {@link RuleDescriptor#NO_SET} for an empty one. */
    int prefixes(AddressSet networks) {
        return networks.isEmpty() ? RuleDescriptor.NO_SET : prefixSets.computeIfAbsent(networks, this::appendPrefixes);
    }

    private int appendPorts(List<PortRange> ranges) {
        int offset = image.cursor();
        image.appendInt(ranges.size());
        for (PortRange range : ranges) {
            image.appendInt(PortSetDescriptor.pack(range.first(), range.last()));
        }
        return offset;
    }

    private int appendPrefixes(AddressSet set) {
        Boundaries ipv4 = new Boundaries(false);
        for (int i = 0; i < set.ipv4Count(); i++) {
            ipv4.add(0, Integer.toUnsignedLong(set.ipv4First(i)));
            ipv4.addBehind(0, Integer.toUnsignedLong(set.ipv4Last(i)));
        }
        Boundaries ipv6 = new Boundaries(true);
        for (int i = 0; i < set.ipv6Count(); i++) {
            ipv6.add(set.ipv6FirstHigh(i), set.ipv6FirstLow(i));
            ipv6.addBehind(set.ipv6LastHigh(i), set.ipv6LastLow(i));
        }
        int offset = IndexWriter.append(image, ipv4);
        IndexWriter.append(image, ipv6);
        return offset;
    }
}
