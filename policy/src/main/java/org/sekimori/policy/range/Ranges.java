package org.sekimori.policy.range;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sekimori.policy.PortRange;

/** Lists of ranges, brought to the one form that is sorted, disjoint and without gaps that could be closed. */
public final class Ranges {
    private Ranges() {}

    /** The ports of all ranges. */
    public static List<PortRange> mergePorts(List<PortRange> ranges) {
        List<PortRange> merged = new ArrayList<>();
        for (PortRange range : ranges.stream()
                .sorted(Comparator.comparingInt(PortRange::first))
                .toList()) {
            int end = merged.size() - 1;
            if (end >= 0 && range.first() <= merged.get(end).last() + 1) {
                PortRange before = merged.get(end);
                merged.set(end, new PortRange(before.first(), Math.max(before.last(), range.last())));
            } else {
                merged.add(range);
            }
        }
        return merged;
    }

    /** Whether every port of the second list is in the first; both merged. */
    public static boolean coverPorts(List<PortRange> outer, List<PortRange> inner) {
        int at = 0;
        for (PortRange range : inner) {
            while (at < outer.size() && outer.get(at).last() < range.first()) {
                at++;
            }
            if (at == outer.size()
                    || outer.get(at).first() > range.first()
                    || outer.get(at).last() < range.last()) {
                return false;
            }
        }
        return true;
    }
}
