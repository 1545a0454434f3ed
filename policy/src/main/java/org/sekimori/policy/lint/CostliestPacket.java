package org.sekimori.policy.lint;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Match;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;
import org.sekimori.policy.Mode;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;
import org.sekimori.policy.explain.PacketWords;
import org.sekimori.policy.lint.DeepestValue.Found;

/**
 * The packet that most rules have to count or to ask memory for before one decides. It is looked for field by field: the value that
 * most rules hold, then of those rules the value of the next field that most hold, in several orders. So there is such a packet, but
 * there may be a costlier one.
 *
 * @param rules  how many rules that are
 * @param packet one such packet, for people; empty if no rule does more than decide
 */
public record CostliestPacket(int rules, String packet) {
    /** More than so many are remarked on: they cost about as much as forwarding a frame does. */
    public static final int MANY_RULES = 64;

    private static final CostliestPacket NONE = new CostliestPacket(0, "");

    private enum Field {
        SOURCE,
        DESTINATION,
        SOURCE_PORT,
        DESTINATION_PORT
    }

    private static final List<List<Field>> ORDERS = List.of(
            List.of(Field.DESTINATION_PORT, Field.SOURCE, Field.DESTINATION, Field.SOURCE_PORT),
            List.of(Field.SOURCE, Field.DESTINATION_PORT, Field.DESTINATION, Field.SOURCE_PORT),
            List.of(Field.DESTINATION, Field.DESTINATION_PORT, Field.SOURCE, Field.SOURCE_PORT),
            List.of(Field.SOURCE_PORT, Field.DESTINATION_PORT, Field.SOURCE, Field.DESTINATION));
    private static final List<Integer> PROTOCOLS = List.of(IpProtocol.UDP, IpProtocol.TCP, IpProtocol.ICMP);
    private static final List<Integer> KINDS = List.of(MessageKind.UNKNOWN, MessageKind.REQUEST, MessageKind.REPLY);

    /** The costliest packet that is found for these rules, in order. */
    public static CostliestPacket of(List<Rule> rules) {
        CostliestPacket costliest = NONE;
        for (Direction direction : Direction.values()) {
            List<Rule> all =
                    rules.stream().filter(rule -> rule.direction() == direction).toList();
            for (int protocol : PROTOCOLS) {
                List<Rule> counting = all.stream()
                        .filter(rule -> costs(rule) && rule.traffic().hasProtocol(protocol))
                        .toList();
                for (int version : List.of(Cidr.IPV4, Cidr.IPV6)) {
                    costliest = costliest(all, counting, packet(direction, protocol), version, costliest);
                }
            }
        }
        return costliest;
    }

    private static CostliestPacket costliest(
            List<Rule> all, List<Rule> counting, MatchFields packet, int version, CostliestPacket before) {
        CostliestPacket costliest = before;
        for (List<Field> order : ORDERS) {
            if (counting.size() > costliest.rules) {
                fill(packet, counting, order, version);
                for (int kind : KINDS) {
                    packet.messageKind(kind);
                    int met = met(all, packet);
                    if (met > costliest.rules) {
                        String words = packet.direction().word() + ' ' + PacketWords.of(packet);
                        costliest = new CostliestPacket(met, words);
                    }
                }
            }
        }
        return costliest;
    }

    private static MatchFields packet(Direction direction, int protocol) {
        MatchFields packet = new MatchFields();
        packet.clear();
        packet.direction(direction);
        packet.ipProtocol(protocol);
        return packet;
    }

    /** Fills the packet's fields in that order. */
    private static void fill(MatchFields packet, List<Rule> rules, List<Field> order, int version) {
        Found[] values = new Found[Field.values().length];
        List<Rule> left = rules;
        for (Field field : order) {
            DeepestValue search = new DeepestValue(field == Field.SOURCE || field == Field.DESTINATION ? version : 0);
            for (Rule rule : left) {
                add(search, rule.traffic(), field, left.size());
            }
            Found found = search.find();
            values[field.ordinal()] = found;
            left = left.stream()
                    .filter(rule -> holds(rule.traffic(), field, version, found))
                    .toList();
        }
        Found source = values[Field.SOURCE.ordinal()];
        Found destination = values[Field.DESTINATION.ordinal()];
        if (version == Cidr.IPV4) {
            packet.ipv4((int) source.low(), (int) destination.low());
        } else {
            packet.ipv6(source.high(), source.low(), destination.high(), destination.low());
        }
        if (packet.ipProtocol() != IpProtocol.ICMP) {
            packet.ports((int) values[Field.SOURCE_PORT.ordinal()].low(), (int)
                    values[Field.DESTINATION_PORT.ordinal()].low());
        }
    }

    private static void add(DeepestValue search, Traffic traffic, Field field, int rules) {
        switch (field) {
            case SOURCE -> search.add(traffic.sources(), rules);
            case DESTINATION -> search.add(traffic.destinations(), rules);
            case SOURCE_PORT -> search.add(traffic.sourcePorts());
            default -> search.add(traffic.destinationPorts());
        }
    }

    private static boolean holds(Traffic traffic, Field field, int version, Found value) {
        return switch (field) {
            case SOURCE ->
                traffic.sources().isEmpty() || traffic.sources().contains(version, value.high(), value.low());
            case DESTINATION ->
                traffic.destinations().isEmpty() || traffic.destinations().contains(version, value.high(), value.low());
            case SOURCE_PORT -> holds(traffic.sourcePorts(), true, (int) value.low());
            default -> holds(traffic.destinationPorts(), true, (int) value.low());
        };
    }

    private static boolean holds(List<PortRange> ports, boolean hasPorts, int port) {
        return ports.isEmpty() || hasPorts && ports.stream().anyMatch(range -> range.contains(port));
    }

    /** How many rules the packet meets that count it or ask memory, up to the first that decides. */
    private static int met(List<Rule> rules, MatchFields packet) {
        int met = 0;
        for (Rule rule : rules) {
            if (fits(rule.traffic(), packet)) {
                if (!costs(rule)) {
                    return met;
                }
                met++;
            }
        }
        return met;
    }

    /** Whether a match may leave all open. */
    private static boolean costs(Rule rule) {
        return rule.mode() == Mode.MONITOR
                || rule.limit().isPresent()
                || rule.traffic().match().needsMemory();
    }

    private static boolean fits(Traffic traffic, MatchFields packet) {
        int version = packet.ipVersion();
        return traffic.hasProtocol(packet.ipProtocol())
                && holds(traffic.sourcePorts(), packet.hasPorts(), packet.sourcePort())
                && holds(traffic.destinationPorts(), packet.hasPorts(), packet.destinationPort())
                && (traffic.match() != Match.REQUESTS || packet.messageKind() == MessageKind.REQUEST)
                && (traffic.match() != Match.REPLIES || packet.messageKind() == MessageKind.REPLY)
                && (traffic.sources().isEmpty()
                        || traffic.sources().contains(version, packet.sourceHigh(), packet.sourceLow()))
                && (traffic.destinations().isEmpty()
                        || traffic.destinations().contains(version, packet.destinationHigh(), packet.destinationLow()));
    }

    /** Remarks on the policy if that is many. */
    static void check(LintedPolicy policy, List<Remark> remarks) {
        List<Rule> rules = new ArrayList<>();
        policy.rules().forEach(linted -> rules.add(linted.rule()));
        CostliestPacket costliest = of(rules);
        if (costliest.rules > MANY_RULES) {
            remarks.add(new Remark(
                    policy.places().of("rules"),
                    "a packet may have to be counted by " + costliest.rules
                            + " rules before one decides, such as " + costliest.packet + "; above " + MANY_RULES
                            + " that takes longer than forwarding it: let fewer rules that watch or limit look for the"
                            + " same packets"));
        }
    }
}
