package org.sekimori.bench.ruleset;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.sekimori.policy.Action;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Mode;
import org.sekimori.policy.PerDirection;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;

/** Makes rule sets of a {@link RuleShape} and any size; the same seed gives the same set. */
public final class RuleSetGenerator {
    /** Rules of about the same breadth come in random order, the broader ones behind them, as people order them. */
    private static final int BREADTH_STEP = 8;

    private static final int TRIES_PER_RULE = 50;
    private static final int HOST_LENGTH = 32;
    private static final int[] IPV6_HOST_LENGTHS = {64, 128};

    private final RuleShape shape;
    private final SplittableRandom random;
    private final AddressSpace sources;
    private final AddressSpace destinations;
    private final int ipv6PerCent;

    /**
     * A generator for one set.
     *
     * @param ipv6PerCent how many of a hundred rules name IPv6 networks
     */
    public RuleSetGenerator(RuleShape shape, int ipv6PerCent, long seed) {
        this.shape = shape;
        this.ipv6PerCent = ipv6PerCent;
        random = new SplittableRandom(seed);
        sources = AddressSpace.site(random);
        destinations = AddressSpace.site(random);
    }

    /** So many different rules, in order. */
    public List<FiveTuple> rules(int count) {
        Set<FiveTuple> drawn = new LinkedHashSet<>();
        for (int tries = 0; drawn.size() < count; tries++) {
            if (tries > (long) count * TRIES_PER_RULE) {
                throw new IllegalArgumentException(shape + " doesn't have " + count + " different rules");
            }
            FiveTuple rule = rule();
            if (!rule.isOpen()) {
                drawn.add(rule);
            }
        }
        List<FiveTuple> rules = new ArrayList<>(drawn);
        rules.sort(Comparator.comparingInt(rule -> rule.breadth() / BREADTH_STEP));
        return rules;
    }

    /** The rules as an inbound policy, in turn dropping and passing; the default passes. */
    public static Policy policy(String name, List<FiveTuple> rules) {
        List<Rule> converted = new ArrayList<>(rules.size());
        for (int i = 0; i < rules.size(); i++) {
            converted.add(rules.get(i).rule("r" + i, i % 2 == 0 ? Action.DROP : Action.PASS));
        }
        PerDirection pass = new PerDirection(Action.PASS, Action.PASS);
        return new Policy(name, "", pass, pass, pass, pass, AddressSet.EMPTY, Mode.ENFORCE, 0, converted);
    }

    private FiveTuple rule() {
        int protocol = shape.protocols.draw(random);
        boolean ports = protocol == IpProtocol.UDP || protocol == IpProtocol.TCP;
        int ipVersion = random.nextInt(100) < ipv6PerCent ? Cidr.IPV6 : Cidr.IPV4;
        return new FiveTuple(
                sources.network(ipVersion, length(ipVersion, shape.sourceLengths.draw(random))),
                destinations.network(ipVersion, length(ipVersion, shape.destinationLengths.draw(random))),
                ports ? port(shape.sourcePorts) : PortClass.ANY,
                ports ? port(shape.destinationPorts) : PortClass.ANY,
                protocol);
    }

    private PortRange port(Weights classes) {
        return PortClass.values()[classes.draw(random)].draw(random);
    }

    /** The length itself, or what stands for it in IPv6: /16 is a /32 there, /24 a /48, a host a /64 or /128. */
    private int length(int ipVersion, int ipv4Length) {
        if (ipVersion == Cidr.IPV4) {
            return ipv4Length;
        }
        return ipv4Length == HOST_LENGTH ? IPV6_HOST_LENGTHS[random.nextInt(2)] : 2 * ipv4Length;
    }
}
