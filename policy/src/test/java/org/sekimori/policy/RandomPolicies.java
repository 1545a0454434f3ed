package org.sekimori.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Makes policies, and packets that come near their edges, from a seed. */
public final class RandomPolicies {
    private static final int[] EDGE_PORTS = {0, 1, 53, 123, 255, 256, 389, 445, 511, 512, 1900, 65279, 65280, 65535};
    private static final int[] PROTOCOLS = {IpProtocol.UDP, IpProtocol.TCP, IpProtocol.ICMP, 0, 50, 255};
    private static final List<Cidr> FIRST_NETWORKS = List.of(
            Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0"), Cidr.parse("255.255.255.255/32"), Cidr.parse("10.0.0.0/8"));

    private final SplittableRandom random;
    private final List<Cidr> networks = new ArrayList<>(FIRST_NETWORKS);

    public RandomPolicies(long seed) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < 12; i++) {
            networks.add(network());
        }
    }

    public Policy policy() {
        return policy(random.nextInt(12));
    }

    /** A policy of so many rules. */
    public Policy policy(int count) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rules.add(rule("r" + i));
        }
        return new Policy(
                "p",
                "",
                actions(),
                actions(),
                actions(),
                actions(),
                networks(4),
                pick(Mode.values()),
                random.nextInt(Policy.MAX_GRACE_SECONDS + 1),
                rules);
    }

    /** A policy of so many rules, nearly all of which only watch. */
    public Policy watching(int count) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Rule rule = rule("r" + i);
            rules.add(one(20) ? rule : watching(rule));
        }
        return Policy.of("p", rules);
    }

    private static Rule watching(Rule rule) {
        return new Rule(
                rule.name(),
                rule.description(),
                rule.direction(),
                rule.traffic(),
                rule.allowFrom(),
                rule.limit(),
                rule.allowLimit(),
                rule.action(),
                Mode.MONITOR);
    }

    /** Fills the fields with a packet. */
    public void packet(MatchFields fields) {
        fields.clear();
        fields.direction(pick(Direction.values()));
        Cidr source = near(networks.get(random.nextInt(networks.size())));
        Cidr destination = near(networks.get(random.nextInt(networks.size())));
        if (source.ipVersion() == Cidr.IPV4) {
            fields.ipv4((int) source.low(), (int) destination.low());
        } else {
            fields.ipv6(source.high(), source.low(), destination.high(), destination.low());
        }
        fields.ipProtocol(one(12) ? -1 : PROTOCOLS[random.nextInt(one(2) ? 2 : PROTOCOLS.length)]);
        if (!one(5)) {
            fields.ports(port(), port());
        }
        fields.messageKind(random.nextInt(3));
        fields.sourceKind(random.nextInt(3));
    }

    private Rule rule(String name) {
        Direction direction = pick(Direction.values());
        Traffic traffic = traffic();
        return new Rule(
                name,
                one(3) ? "rule: \"" + name + "\" # 'said'" : "",
                traffic.match().needsMemory() ? Direction.INBOUND : direction,
                traffic,
                networks(3),
                one(4) ? Optional.of(limit(traffic)) : Optional.empty(),
                one(4) ? allowLimit() : Limit.ALLOWANCE,
                pick(Action.values()),
                one(4) ? Mode.MONITOR : Mode.ENFORCE);
    }

    private Limit limit(Traffic traffic) {
        boolean isTcp = traffic.protocols().equals(List.of(IpProtocol.TCP));
        boolean hasRate = !isTcp || one(2);
        return new Limit(
                hasRate ? 1 + random.nextInt(100_000) : 0,
                hasRate ? 1 + random.nextInt(1_000) : 0,
                isTcp ? (hasRate ? random.nextInt(3) : 1 + random.nextInt(100)) : 0,
                pick(Limit.Per.values()),
                random.nextInt(33),
                random.nextInt(65));
    }

    private Limit allowLimit() {
        return one(2)
                ? Limit.NONE
                : new Limit(1 + random.nextInt(1_000), 1 + random.nextInt(1_000), 0, Limit.Per.SOURCE, 24, 48);
    }

    /** Some networks, once in so many times. */
    private AddressSet networks(int in) {
        return one(in) ? AddressSet.of(list(() -> networks.get(random.nextInt(networks.size())))) : AddressSet.EMPTY;
    }

    private Traffic traffic() {
        AddressSet sources = networks(3);
        AddressSet destinations = networks(4);
        if (one(4)) {
            List<PortRange> ports = list(() -> PortRange.of(
                    Traffic.UDP_PORTS_WITH_DIRECTION.get(random.nextInt(Traffic.UDP_PORTS_WITH_DIRECTION.size()))));
            Match match = pick(Match.values());
            return new Traffic(List.of(IpProtocol.UDP), List.of(), ports, sources, destinations, match);
        }
        if (one(4)) {
            return new Traffic(
                    one(2) ? List.of() : list(() -> PROTOCOLS[random.nextInt(PROTOCOLS.length)]),
                    List.of(),
                    List.of(),
                    sources,
                    destinations,
                    Match.ALL);
        }
        List<Integer> protocols = one(2) ? List.of(IpProtocol.TCP) : List.of(IpProtocol.UDP, IpProtocol.TCP);
        Match match = protocols.size() == 1 ? pick(Match.values()) : Match.ALL;
        List<PortRange> sourcePorts = one(3) ? list(this::ports) : List.of();
        List<PortRange> destinationPorts = one(4) ? List.of() : list(this::ports);
        return new Traffic(protocols, sourcePorts, destinationPorts, sources, destinations, match);
    }

    private PortRange ports() {
        int one = port();
        int other = one(2) ? one : port();
        return new PortRange(Math.min(one, other), Math.max(one, other));
    }

    private int port() {
        return one(4) ? random.nextInt(PortRange.MAX_PORT + 1) : EDGE_PORTS[random.nextInt(EDGE_PORTS.length)];
    }

    private Cidr network() {
        boolean ipv4 = one(2);
        if (ipv4) {
            return Cidr.around(Cidr.IPV4, 0, random.nextLong() & 0xFFFF_FFFFL, random.nextInt(33));
        }
        return Cidr.around(Cidr.IPV6, random.nextLong(), random.nextLong(), 1 + random.nextInt(128));
    }

    /** A host in a network, or the last before it, or the first behind it. */
    private Cidr near(Cidr network) {
        int bits = network.ipVersion() == Cidr.IPV4 ? 32 : 128;
        long mask = network.ipVersion() == Cidr.IPV4 ? 0xFFFF_FFFFL : -1L;
        return switch (random.nextInt(4)) {
            case 0 -> Cidr.around(network.ipVersion(), network.high(), network.low(), bits);
            case 1 -> Cidr.around(network.ipVersion(), network.lastHigh(), network.lastLow(), bits);
            case 2 ->
                Cidr.around(
                        network.ipVersion(),
                        network.low() == 0 && bits == 128 ? network.high() - 1 : network.high(),
                        network.low() - 1 & mask,
                        bits);
            default ->
                Cidr.around(
                        network.ipVersion(),
                        network.lastLow() == -1L ? network.lastHigh() + 1 : network.lastHigh(),
                        network.lastLow() + 1 & mask,
                        bits);
        };
    }

    private PerDirection actions() {
        return new PerDirection(pick(Action.values()), pick(Action.values()));
    }

    private <T> List<T> list(Supplier<T> supplier) {
        List<T> list = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            list.add(supplier.get());
        }
        return list;
    }

    private <T> T pick(T[] all) {
        return all[random.nextInt(all.length)];
    }

    private boolean one(int in) {
        return random.nextInt(in) == 0;
    }
}
