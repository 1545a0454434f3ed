package org.sekimori.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a rule looks for. An empty list or set stands for everything; a packet without ports doesn't match a rule that names
 * some.
 *
 * @param protocols IP protocol numbers, kept sorted and without repeats
 */
public record Traffic(
        List<Integer> protocols,
        List<PortRange> sourcePorts,
        List<PortRange> destinationPorts,
        AddressSet sources,
        AddressSet destinations,
        Match match) {
    /** UDP services whose messages tell a request from a reply: DNS, NTP, SNMP, LDAP, SSDP. */
    public static final List<Integer> UDP_PORTS_WITH_DIRECTION = List.of(53, 123, 161, 389, 1900);

    /** Everything. */
    public static final Traffic ANY =
            new Traffic(List.of(), List.of(), List.of(), AddressSet.EMPTY, AddressSet.EMPTY, Match.ALL);

    private static final Set<Integer> WITH_PORTS = Set.of(IpProtocol.UDP, IpProtocol.TCP);

    /**
     * Checks that ports and match kind fit the protocols.
     *
     * @throws InvalidRuleException when they don't
     */
    public Traffic {
        protocols = protocols.stream().distinct().sorted().toList();
        sourcePorts = List.copyOf(sourcePorts);
        destinationPorts = List.copyOf(destinationPorts);
        Objects.requireNonNull(sources, "sources");
        Objects.requireNonNull(destinations, "destinations");
        Objects.requireNonNull(match, "match");
        List<InvalidRuleException.Problem> problems = new ArrayList<>();
        checkProtocols(protocols, problems);
        checkPorts("source-ports", sourcePorts, protocols, problems);
        checkPorts("destination-ports", destinationPorts, protocols, problems);
        checkMatch(match, protocols, destinationPorts, problems);
        if (!problems.isEmpty()) {
            throw new InvalidRuleException(problems);
        }
    }

    /** Whether packets of that protocol are looked at. */
    public boolean hasProtocol(int ipProtocol) {
        return protocols.isEmpty() || protocols.contains(ipProtocol);
    }

    /** Whether only packets that carry ports can match. */
    public boolean namesPorts() {
        return !sourcePorts.isEmpty() || !destinationPorts.isEmpty();
    }

    private static void checkProtocols(List<Integer> protocols, List<InvalidRuleException.Problem> problems) {
        for (int protocol : protocols) {
            if (protocol < 0 || protocol > IpProtocol.MAX) {
                problems.add(new InvalidRuleException.Problem(
                        "protocol", "protocol " + protocol + " is out of bounds; protocols go from 0 to 255"));
            }
        }
    }

    private static void checkPorts(
            String key, List<PortRange> ports, List<Integer> protocols, List<InvalidRuleException.Problem> problems) {
        if (!ports.isEmpty() && (protocols.isEmpty() || !WITH_PORTS.containsAll(protocols))) {
            problems.add(new InvalidRuleException.Problem(
                    key, "'" + key + "' needs protocol udp, tcp or both; this rule's is " + words(protocols)));
        }
    }

    private static void checkMatch(
            Match match,
            List<Integer> protocols,
            List<PortRange> destinationPorts,
            List<InvalidRuleException.Problem> problems) {
        if (match == Match.ALL || match.needsMemory()) {
            return;
        }
        String lacking = "";
        if (protocols.isEmpty() || !WITH_PORTS.containsAll(protocols)) {
            lacking = "this rule's protocol is " + words(protocols);
        } else if (protocols.contains(IpProtocol.UDP) && destinationPorts.isEmpty()) {
            lacking = "this rule names no destination-ports";
        } else if (protocols.contains(IpProtocol.UDP)) {
            lacking = portsWithoutDirection(destinationPorts);
        }
        if (!lacking.isEmpty()) {
            problems.add(new InvalidRuleException.Problem(
                    "match",
                    "'match: " + match.word() + "' needs a protocol that tells requests from replies: tcp, or udp to"
                            + " destination-ports 53, 123, 161, 389 or 1900; " + lacking));
        }
    }

    private static String portsWithoutDirection(List<PortRange> destinationPorts) {
        for (PortRange range : destinationPorts) {
            for (int port = range.first(); port <= range.last(); port++) {
                if (!UDP_PORTS_WITH_DIRECTION.contains(port)) {
                    return "udp port " + port + " has no request bit";
                }
            }
        }
        return "";
    }

    private static String words(List<Integer> protocols) {
        return protocols.isEmpty()
                ? "any"
                : String.join(", ", protocols.stream().map(IpProtocol::word).toList());
    }
}
