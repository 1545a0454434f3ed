package org.sekimori.dataplane.ebpf.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.sekimori.policy.Action;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Limit;
import org.sekimori.policy.Match;
import org.sekimori.policy.Mode;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;
import org.sekimori.policy.compile.PolicyCompiler;

/**
 * Policies of any size with all that rules may ask: address sets in code and in tries, source ports, requests and replies,
 * flows, limits, allowed sources, rules that only watch. Every eight rules share their ports.
 */
final class MixedPolicies {
    /** Rules for each port. */
    static final int DEPTH = 8;

    private static final int FIRST_PORT = 2_000;
    private static final int IN_CODE = 2;
    private static final int IN_TRIE = 20;

    private final SplittableRandom random = new SplittableRandom(20_261_129);
    private final Direction direction;
    private final AddressSet listed = networks(IN_TRIE, IN_TRIE);

    /** With rules for that direction, but for those that ask for flows, which are for what comes in. */
    MixedPolicies(Direction direction) {
        this.direction = direction;
    }

    /** One of so many rules. */
    PolicyTable table(int count) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rules.add(rule(i));
        }
        return PolicyTable.over(PolicyCompiler.compile(Policy.of("mixed", rules)));
    }

    private Rule rule(int number) {
        int group = number / DEPTH;
        List<PortRange> ports = List.of(PortRange.of(port(group)));
        boolean hasKind = group < Traffic.UDP_PORTS_WITH_DIRECTION.size();
        return switch (number % DEPTH) {
            case 0 ->
                rule(
                        number,
                        udp(ports, AddressSet.EMPTY, AddressSet.EMPTY, Match.SOLICITED),
                        Action.PASS,
                        Mode.ENFORCE);
            case 1 ->
                rule(
                        number,
                        udp(ports, networks(IN_CODE, IN_CODE), AddressSet.EMPTY, Match.ALL),
                        Action.DROP,
                        Mode.ENFORCE);
            case 2 ->
                rule(
                        number,
                        udp(ports, AddressSet.EMPTY, networks(IN_CODE, IN_CODE), Match.ALL),
                        Action.DROP,
                        Mode.MONITOR);
            case 3 ->
                rule(number, tcp(ports, Match.REQUESTS), Action.DROP, Mode.ENFORCE)
                        .withAllowFrom(networks(IN_CODE, IN_CODE));
            case 4 -> rule(number, udp(ports, listed, AddressSet.EMPTY, Match.ALL), Action.PASS, Mode.ENFORCE);
            case 5 -> rule(number, fromPorts(ports), Action.DROP, Mode.ENFORCE);
            case 6 ->
                rule(
                                number,
                                udp(ports, AddressSet.EMPTY, AddressSet.EMPTY, hasKind ? Match.REPLIES : Match.ALL),
                                Action.DROP,
                                Mode.ENFORCE)
                        .withLimit(new Limit(60, 10, 0, Limit.Per.SOURCE, Limit.IPV4_PREFIX, Limit.IPV6_PREFIX));
            default ->
                rule(
                        number,
                        udp(ports, AddressSet.EMPTY, AddressSet.EMPTY, hasKind ? Match.REQUESTS : Match.UNSOLICITED),
                        Action.DROP,
                        Mode.ENFORCE);
        };
    }

    private static int port(int group) {
        List<Integer> withKinds = Traffic.UDP_PORTS_WITH_DIRECTION;
        return group < withKinds.size() ? withKinds.get(group) : FIRST_PORT + 2 * group;
    }

    private Rule rule(int number, Traffic traffic, Action action, Mode mode) {
        Direction way = traffic.match().needsMemory() ? Direction.INBOUND : direction;
        return Rule.of("r" + number, way, traffic, action, mode);
    }

    private static Traffic udp(List<PortRange> ports, AddressSet sources, AddressSet destinations, Match match) {
        return new Traffic(List.of(IpProtocol.UDP), List.of(), ports, sources, destinations, match);
    }

    private static Traffic tcp(List<PortRange> ports, Match match) {
        return new Traffic(List.of(IpProtocol.TCP), List.of(), ports, AddressSet.EMPTY, AddressSet.EMPTY, match);
    }

    private static Traffic fromPorts(List<PortRange> ports) {
        return new Traffic(
                List.of(IpProtocol.UDP, IpProtocol.TCP),
                List.of(new PortRange(1, 1_023), PortRange.of(4_444)),
                ports,
                AddressSet.EMPTY,
                AddressSet.EMPTY,
                Match.ALL);
    }

    private AddressSet networks(int ipv4, int ipv6) {
        List<Cidr> networks = new ArrayList<>();
        for (int i = 0; i < ipv4; i++) {
            networks.add(Cidr.around(Cidr.IPV4, 0, random.nextLong() & 0xFFFF_FFFFL, 24));
        }
        for (int i = 0; i < ipv6; i++) {
            networks.add(Cidr.around(Cidr.IPV6, random.nextLong(), random.nextLong(), 48));
        }
        return AddressSet.of(networks);
    }
}
