package org.sekimori.bench.ruleset;

import java.util.List;
import org.sekimori.policy.Action;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Match;
import org.sekimori.policy.Mode;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;

/**
 * A rule over the five classic fields.
 *
 * @param protocol a number, or {@link RuleShape#ANY_PROTOCOL}
 */
public record FiveTuple(
        Cidr source, Cidr destination, PortRange sourcePorts, PortRange destinationPorts, int protocol) {
    private static final int ADDRESS_BITS = 128;

    /** The same as an inbound rule of a policy. */
    Rule rule(String name, Action action) {
        Traffic traffic = new Traffic(
                protocol == RuleShape.ANY_PROTOCOL ? List.of() : List.of(protocol),
                ports(sourcePorts),
                ports(destinationPorts),
                AddressSet.of(source),
                AddressSet.of(destination),
                Match.ALL);
        return Rule.of(name, Direction.INBOUND, traffic, action, Mode.ENFORCE);
    }

    /** Whether packets that match carry ports. */
    boolean hasPorts() {
        return protocol == IpProtocol.UDP || protocol == IpProtocol.TCP;
    }

    /** Whether it takes most of all packets, so that hardly any would be left to miss. */
    boolean isOpen() {
        return source.prefixLength() == 0
                && destination.prefixLength() == 0
                && (sourcePorts.first() != sourcePorts.last() && destinationPorts.first() != destinationPorts.last());
    }

    /** How wide it is: the binary logarithm of the packets it takes, about. */
    int breadth() {
        int hostBits = source.ipVersion() == Cidr.IPV4
                ? ADDRESS_BITS - 2 * (source.prefixLength() + destination.prefixLength())
                : ADDRESS_BITS - (source.prefixLength() + destination.prefixLength()) / 2;
        return hostBits + bits(sourcePorts) + bits(destinationPorts);
    }

    private static int bits(PortRange range) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(range.last() - range.first());
    }

    private static List<PortRange> ports(PortRange range) {
        return range.equals(PortClass.ANY) ? List.of() : List.of(range);
    }
}
