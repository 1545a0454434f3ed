package org.sekimori.bench;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.bench.ruleset.FiveTuple;
import org.sekimori.bench.ruleset.Packet;
import org.sekimori.bench.ruleset.PacketSampler;
import org.sekimori.bench.ruleset.PrefixSetGenerator;
import org.sekimori.bench.ruleset.RuleSetGenerator;
import org.sekimori.bench.ruleset.RuleShape;
import org.sekimori.policy.Action;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Match;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.Mode;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.compile.PolicyCompiler;

/** Policies of growing size, a fifth of each IPv6: ClassBench-shaped access lists, and one rule with a set of sources. */
public enum ScalePolicy {
    RULES_10(10, 0),
    RULES_1000(1_000, 0),
    RULES_100000(100_000, 0),
    NETWORKS_100000(0, 100_000),
    NETWORKS_1000000(0, 1_000_000);

    private static final long SEED = 7;
    private static final int IPV6_PER_CENT = 20;
    /** Misses of a set come from networks so much wider than its own. */
    private static final int MISS_BITS = 10;

    private final int ruleCount;
    private final int networkCount;

    ScalePolicy(int ruleCount, int networkCount) {
        this.ruleCount = ruleCount;
        this.networkCount = networkCount;
    }

    /** The policy, compiled. */
    public PolicyTable table() {
        return PolicyTable.over(PolicyCompiler.compile(policy()));
    }

    /** So many different packets, every other one a hit; the table tells hits from misses. */
    public List<Packet> packets(int count, PolicyTable table) {
        MatchFields fields = new MatchFields();
        PacketSampler sampler = networkCount == 0
                ? new PacketSampler(rules(), rules(), SEED + 1)
                : new PacketSampler(tuples(0), tuples(MISS_BITS), SEED + 1);
        return sampler.halfHits(count, packet -> {
            packet.fill(fields);
            return Verdict.ruleIndex(table.evaluate(fields, PacketMemory.NONE)) != Verdict.NO_RULE;
        });
    }

    private Policy policy() {
        return networkCount == 0 ? RuleSetGenerator.policy("scale", rules()) : Policy.of("scale", List.of(setRule()));
    }

    private List<FiveTuple> rules() {
        return new RuleSetGenerator(RuleShape.ACL, IPV6_PER_CENT, SEED).rules(ruleCount);
    }

    private List<Cidr> networks() {
        return new PrefixSetGenerator(SEED).networks(networkCount, IPV6_PER_CENT);
    }

    private Rule setRule() {
        Traffic traffic = new Traffic(
                List.of(IpProtocol.UDP, IpProtocol.TCP),
                List.of(),
                List.of(),
                AddressSet.of(networks()),
                AddressSet.EMPTY,
                Match.ALL);
        return Rule.of("blocked", Direction.INBOUND, traffic, Action.DROP, Mode.ENFORCE);
    }

    /** A rule for each network, widened by so many bits, to draw packets from. */
    private List<FiveTuple> tuples(int wider) {
        PortRange ports = new PortRange(0, PortRange.MAX_PORT);
        List<FiveTuple> tuples = new ArrayList<>();
        for (Cidr network : networks()) {
            int length = Math.max(0, network.prefixLength() - wider);
            Cidr source = Cidr.around(network.ipVersion(), network.high(), network.low(), length);
            Cidr any = Cidr.around(network.ipVersion(), 0, 0, 0);
            tuples.add(new FiveTuple(source, any, ports, ports, IpProtocol.UDP));
        }
        return tuples;
    }
}
