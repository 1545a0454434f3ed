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
        int offset = image.cursor();
        image.appendInt(set.ipv4Count());
        image.appendInt(set.ipv6Count());
        for (int i = 0; i < set.ipv4Count(); i++) {
            image.appendInt(set.ipv4First(i));
            image.appendInt(set.ipv4Last(i));
        }
        for (int i = 0; i < set.ipv6Count(); i++) {
            image.appendLong(set.ipv6FirstHigh(i));
            image.appendLong(set.ipv6FirstLow(i));
            image.appendLong(set.ipv6LastHigh(i));
            image.appendLong(set.ipv6LastLow(i));
        }
        return offset;
    }
}
