package org.sekimori.policy.compile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.image.PortSetDescriptor;
import org.sekimori.policy.image.RuleDescriptor;
import org.sekimori.policy.range.AddressRange;
import org.sekimori.policy.range.Ranges;

/** Writes port and prefix sets; equal ones only once. */
final class SetWriter {
    private final ImageWriter image;
    private final Map<List<PortRange>, Integer> portSets = new HashMap<>();
    private final Map<List<AddressRange>, Integer> prefixSets = new HashMap<>();

    SetWriter(ImageWriter image) {
        this.image = image;
    }

    /** Returns the set's offset; {@link RuleDescriptor#NO_SET} for an empty list. */
    int ports(List<PortRange> ranges) {
        List<PortRange> merged = Ranges.mergePorts(ranges);
        return merged.isEmpty() ? RuleDescriptor.NO_SET : portSets.computeIfAbsent(merged, this::appendPorts);
    }

    /** Returns the set's offset; {@link RuleDescriptor#NO_SET} for an empty list. */
    int prefixes(List<Cidr> networks) {
        List<AddressRange> merged = Ranges.mergeNetworks(networks);
        return merged.isEmpty() ? RuleDescriptor.NO_SET : prefixSets.computeIfAbsent(merged, this::appendPrefixes);
    }

    private int appendPorts(List<PortRange> ranges) {
        int offset = image.cursor();
        image.appendInt(ranges.size());
        for (PortRange range : ranges) {
            image.appendInt(PortSetDescriptor.pack(range.first(), range.last()));
        }
        return offset;
    }

    private int appendPrefixes(List<AddressRange> ranges) {
        int offset = image.cursor();
        int ipv4Count = (int)
                ranges.stream().filter(range -> range.ipVersion() == Cidr.IPV4).count();
        image.appendInt(ipv4Count);
        image.appendInt(ranges.size() - ipv4Count);
        for (AddressRange range : ranges) {
            if (range.ipVersion() == Cidr.IPV4) {
                image.appendInt((int) range.firstLow());
                image.appendInt((int) range.lastLow());
            } else {
                image.appendLong(range.firstHigh());
                image.appendLong(range.firstLow());
                image.appendLong(range.lastHigh());
                image.appendLong(range.lastLow());
            }
        }
        return offset;
    }
}
