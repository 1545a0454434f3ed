package org.sekimori.policy.lint;

import java.util.List;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Match;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Traffic;

/** Replies that every site lives on, and who waits for them. */
enum Replies {
    DNS_FIXED(IpProtocol.UDP, 53, new PortRange(53, 53), "DNS answers to resolvers that ask from port 53"),
    DNS(IpProtocol.UDP, 53, Ports.EPHEMERAL, "DNS answers to those who ask from random ports"),
    NTP_FIXED(
            IpProtocol.UDP,
            123,
            new PortRange(123, 123),
            "NTP answers to clients that ask from port 123 (ntpd, Windows, many devices)"),
    NTP(IpProtocol.UDP, 123, Ports.EPHEMERAL, "NTP answers to those who ask from random ports"),
    TCP(IpProtocol.TCP, Ports.ANY, Ports.EPHEMERAL, "what comes back on TCP connections begun inside");

    private final int ipProtocol;
    private final int sourcePort;
    private final PortRange destinationPorts;
    private final String description;

    Replies(int ipProtocol, int sourcePort, PortRange destinationPorts, String description) {
        this.ipProtocol = ipProtocol;
        this.sourcePort = sourcePort;
        this.destinationPorts = destinationPorts;
        this.description = description;
    }

    int ipProtocol() {
        return ipProtocol;
    }

    /** What is lost without them, for a person. */
    String description() {
        return description;
    }

    /** Whether the traffic takes in some of these replies. */
    boolean areTouchedBy(Traffic traffic) {
        return isKind(traffic)
                && (sourcePort == Ports.ANY || isOneOf(traffic.sourcePorts(), sourcePort))
                && (traffic.destinationPorts().isEmpty()
                        || traffic.destinationPorts().stream()
                                .anyMatch(range -> range.first() <= destinationPorts.last()
                                        && destinationPorts.first() <= range.last()));
    }

    /** Whether the traffic takes in all of them, but for addresses. */
    boolean areTakenBy(Traffic traffic) {
        return isKind(traffic)
                && isOneOf(traffic.sourcePorts(), sourcePort)
                && (traffic.destinationPorts().isEmpty()
                        || traffic.destinationPorts().stream()
                                .anyMatch(range -> range.first() <= destinationPorts.first()
                                        && destinationPorts.last() <= range.last()));
    }

    private boolean isKind(Traffic traffic) {
        return traffic.hasProtocol(ipProtocol)
                && traffic.match() != Match.REQUESTS
                && traffic.match() != Match.UNSOLICITED;
    }

    private static boolean isOneOf(List<PortRange> ports, int port) {
        return ports.isEmpty() || ports.stream().anyMatch(range -> range.contains(port));
    }

    /** Constants the enum's own can refer to. */
    private static final class Ports {
        static final int ANY = -1;
        /** What is random by IANA's range (RFC 6335 §6) and by Linux's as well. */
        static final PortRange EPHEMERAL = new PortRange(49_152, 60_999);
    }
}
