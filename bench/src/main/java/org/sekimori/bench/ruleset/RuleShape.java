package org.sekimori.bench.ruleset;

import org.sekimori.policy.IpProtocol;

/**
 * What distinguishes the three kinds of filter sets that ClassBench tells apart (D. E. Taylor, J. S. Turner:
 * ClassBench, IEEE/ACM Transactions on Networking 15(3), 2007). The weights are chosen here to have the shapes it describes;
 * they are not the figures of its seeds, nor is this its program.
 */
public enum RuleShape {
    /** Access lists: both addresses named as a rule, source ports hardly ever, one destination port most often. */
    ACL(
            new Weights(IpProtocol.TCP, 78, IpProtocol.UDP, 12, IpProtocol.ICMP, 4, RuleShape.ANY_PROTOCOL, 6),
            ports(96, 1, 0, 2, 1),
            ports(22, 5, 1, 17, 55),
            new Weights(
                    0, 6, 8, 1, 12, 1, 14, 2, 16, 8, 18, 3, 20, 5, 22, 6, 23, 5, 24, 18, 26, 5, 27, 5, 28, 4, 30, 3, 32,
                    28),
            new Weights(
                    0, 3, 8, 1, 14, 1, 16, 5, 20, 4, 21, 2, 22, 5, 23, 4, 24, 21, 25, 4, 26, 5, 27, 6, 28, 5, 30, 4, 32,
                    30)),
    /** Firewalls: one of the addresses is often open, and source ports are named. */
    FW(
            new Weights(IpProtocol.TCP, 60, IpProtocol.UDP, 22, IpProtocol.ICMP, 5, RuleShape.ANY_PROTOCOL, 13),
            ports(74, 9, 1, 4, 12),
            ports(25, 7, 2, 12, 54),
            new Weights(0, 36, 8, 2, 13, 1, 16, 8, 20, 2, 22, 3, 24, 12, 26, 2, 28, 3, 30, 1, 32, 30),
            new Weights(0, 16, 8, 1, 16, 6, 20, 2, 22, 2, 24, 14, 27, 3, 28, 5, 29, 3, 30, 3, 32, 45)),
    /** Chains of a host or a router: between the two. */
    IPC(
            new Weights(IpProtocol.TCP, 62, IpProtocol.UDP, 26, IpProtocol.ICMP, 6, RuleShape.ANY_PROTOCOL, 6),
            ports(70, 5, 1, 9, 15),
            ports(34, 5, 2, 13, 46),
            new Weights(
                    0, 9, 8, 2, 14, 1, 16, 9, 18, 2, 20, 4, 21, 3, 22, 4, 23, 3, 24, 16, 26, 3, 28, 4, 30, 2, 32, 38),
            new Weights(
                    0, 8, 8, 1, 14, 2, 16, 8, 19, 3, 20, 3, 22, 5, 23, 3, 24, 18, 25, 3, 27, 4, 28, 3, 29, 3, 32, 36));

    static final int ANY_PROTOCOL = -1;

    final Weights protocols;
    final Weights sourcePorts;
    final Weights destinationPorts;
    final Weights sourceLengths;
    final Weights destinationLengths;

    RuleShape(
            Weights protocols,
            Weights sourcePorts,
            Weights destinationPorts,
            Weights sourceLengths,
            Weights destinationLengths) {
        this.protocols = protocols;
        this.sourcePorts = sourcePorts;
        this.destinationPorts = destinationPorts;
        this.sourceLengths = sourceLengths;
        this.destinationLengths = destinationLengths;
    }

    private static Weights ports(int wildcard, int high, int low, int range, int exact) {
        return new Weights(
                PortClass.WILDCARD.ordinal(), wildcard,
                PortClass.HIGH.ordinal(), high,
                PortClass.LOW.ordinal(), low,
                PortClass.RANGE.ordinal(), range,
                PortClass.EXACT.ordinal(), exact);
    }
}
