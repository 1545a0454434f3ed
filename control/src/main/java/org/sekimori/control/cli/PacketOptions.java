package org.sekimori.control.cli;

import java.util.Map;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;
import org.sekimori.policy.PortRange;
import picocli.CommandLine.Option;

/** A packet said in options rather than captured. */
final class PacketOptions {
    private static final Map<String, Integer> KINDS =
            Map.of("request", MessageKind.REQUEST, "reply", MessageKind.REPLY, "unknown", MessageKind.UNKNOWN);
    private static final String SOURCE = "198.51.100.7";
    private static final String DESTINATION = "203.0.113.5";
    private static final int HIGH_PORT = 40_000;

    @Option(names = "--inbound", description = "A packet from the WAN.")
    private boolean inbound;

    @Option(names = "--outbound", description = "A packet towards the WAN.")
    private boolean outbound;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            description = "Its protocol: udp, tcp, icmp, icmpv6 or a number.")
    private String protocol;

    @Option(names = "--source", paramLabel = "ADDRESS", description = "Its source (default: " + SOURCE + ").")
    private String source;

    @Option(names = "--source-port", paramLabel = "PORT", description = "Its source port (default: " + HIGH_PORT + ").")
    private Integer sourcePort;

    @Option(
            names = "--destination",
            paramLabel = "ADDRESS",
            description = "Its destination (default: " + DESTINATION + ").")
    private String destination;

    @Option(names = "--destination-port", paramLabel = "PORT", description = "Its destination port.")
    private Integer destinationPort;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "What its message is: request, reply or unknown (default: request).")
    private String kind;

    @Option(names = "--solicited", description = "As if the inside had asked for it.")
    private boolean solicited;

    @Option(names = "--over-limit", description = "As if every limit and allowance were used up.")
    private boolean overLimit;

    boolean isGiven() {
        return inbound
                || outbound
                || protocol != null
                || source != null
                || sourcePort != null
                || destination != null
                || destinationPort != null
                || kind != null
                || solicited
                || overLimit;
    }

    boolean isSolicited() {
        return solicited;
    }

    boolean isOverLimit() {
        return overLimit;
    }

    /** The packet's fields. */
    MatchFields fields() {
        if (inbound == outbound) {
            throw new BadInputException("say which way the packet goes: --inbound or --outbound");
        }
        if (solicited && outbound) {
            throw new BadInputException("--solicited is for what comes in; leave it away with --outbound");
        }
        MatchFields fields = new MatchFields();
        fields.clear();
        fields.direction(inbound ? Direction.INBOUND : Direction.OUTBOUND);
        addresses(fields);
        int ipProtocol = ipProtocol();
        fields.ipProtocol(ipProtocol);
        if (IpProtocol.hasPorts(ipProtocol)) {
            ports(fields);
        } else if (sourcePort != null || destinationPort != null) {
            throw new BadInputException("ports go with --protocol udp or tcp, not with " + protocol);
        }
        fields.messageKind(kind());
        return fields;
    }

    private void addresses(MatchFields fields) {
        Cidr from = address("--source", source == null ? SOURCE : source);
        Cidr to = address("--destination", destination == null ? DESTINATION : destination);
        if (from.ipVersion() != to.ipVersion()) {
            throw new BadInputException("--source and --destination have to be of one family, IPv4 or IPv6");
        }
        if (from.ipVersion() == Cidr.IPV4) {
            fields.ipv4((int) from.low(), (int) to.low());
        } else {
            fields.ipv6(from.high(), from.low(), to.high(), to.low());
        }
    }

    private static Cidr address(String option, String text) {
        try {
            if (text.indexOf('/') >= 0) {
                throw new IllegalArgumentException("'" + text + "' is a network; expected one address");
            }
            return Cidr.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new BadInputException(option + ": " + wrong.getMessage(), wrong);
        }
    }

    private int ipProtocol() {
        if (protocol == null) {
            throw new BadInputException("--protocol is missing: udp, tcp, icmp, icmpv6 or a number");
        }
        Integer number = IpProtocol.words().get(protocol);
        if (number != null) {
            return number;
        }
        if (!protocol.matches("[0-9]{1,3}") || Integer.parseInt(protocol) > IpProtocol.MAX) {
            throw new BadInputException("--protocol: '" + protocol + "' is no protocol; expected "
                    + String.join(", ", IpProtocol.words().keySet()) + " or a number from 0 to " + IpProtocol.MAX);
        }
        return Integer.parseInt(protocol);
    }

    private void ports(MatchFields fields) {
        if (destinationPort == null) {
            throw new BadInputException("--destination-port is missing");
        }
        fields.ports(
                port("--source-port", sourcePort == null ? HIGH_PORT : sourcePort),
                port("--destination-port", destinationPort));
    }

    private static int port(String option, int port) {
        if (port < 0 || port > PortRange.MAX_PORT) {
            throw new BadInputException(
                    option + ": port " + port + " is out of bounds; ports go from 0 to " + PortRange.MAX_PORT);
        }
        return port;
    }

    private int kind() {
        Integer said = KINDS.get(kind == null ? "request" : kind);
        if (said == null) {
            throw new BadInputException("--kind: '" + kind + "' is none; expected request, reply or unknown");
        }
        return said;
    }
}
