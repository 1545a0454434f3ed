package org.sekimori.policy.lint;

import java.util.List;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Match;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Traffic;
import org.sekimori.policy.range.Ranges;

/** What a rule looks for, in merged ranges. */
final class Scope {
    private final LintedRule linted;
    private final int position;
    private final List<PortRange> sourcePorts;
    private final List<PortRange> destinationPorts;

    Scope(LintedRule linted, int position) {
        this.linted = linted;
        this.position = position;
        sourcePorts = Ranges.mergePorts(traffic().sourcePorts());
        destinationPorts = Ranges.mergePorts(traffic().destinationPorts());
    }

    LintedRule linted() {
        return linted;
    }

    /** Which rule of the policy it is, from 0. */
    int position() {
        return position;
    }

    Traffic traffic() {
        return linted.rule().traffic();
    }

    List<PortRange> sourcePorts() {
        return sourcePorts;
    }

    List<PortRange> destinationPorts() {
        return destinationPorts;
    }

    /** How many comparisons it takes to say whether it lies in another. */
    long weight() {
        Traffic traffic = traffic();
        return 1L
                + traffic.sources().ipv4Count()
                + traffic.sources().ipv6Count()
                + traffic.destinations().ipv4Count()
                + traffic.destinations().ipv6Count();
    }

    /** Whether this decides all that the later one looks for, in the same direction. */
    boolean covers(Scope later) {
        Traffic mine = traffic();
        Traffic other = later.traffic();
        return (mine.match() == Match.ALL || mine.match() == other.match())
                && coversProtocols(mine.protocols(), other.protocols())
                && coversPorts(destinationPorts, later.destinationPorts)
                && coversPorts(sourcePorts, later.sourcePorts)
                && coversAddresses(mine.sources(), other.sources())
                && coversAddresses(mine.destinations(), other.destinations());
    }

    private static boolean coversProtocols(List<Integer> mine, List<Integer> other) {
        return mine.isEmpty() || !other.isEmpty() && mine.containsAll(other);
    }

    /** A rule that names ports, were it all of them, doesn't see fragments, which have none. */
    private static boolean coversPorts(List<PortRange> mine, List<PortRange> other) {
        return mine.isEmpty() || !other.isEmpty() && Ranges.coverPorts(mine, other);
    }

    private static boolean coversAddresses(AddressSet mine, AddressSet other) {
        return mine == other || mine.isEmpty() || !other.isEmpty() && mine.covers(other);
    }
}
