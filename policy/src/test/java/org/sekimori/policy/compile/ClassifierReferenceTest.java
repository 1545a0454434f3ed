package org.sekimori.policy.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.Action;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Match;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.Mode;
import org.sekimori.policy.ModelMemory;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.RandomPolicies;
import org.sekimori.policy.ReferenceMatcher;
import org.sekimori.policy.ReferenceMatcher.Judgement;
import org.sekimori.policy.Rule;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.Traffic;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.VerdictCache;

class ClassifierReferenceTest {
    private static final long FIRST_SEED = 20_260_301;
    private static final int PACKETS = 200;

    @Test
    void shouldJudgeSmallPoliciesAsTheReferenceDoes() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 800; seed++) {
            RandomPolicies random = new RandomPolicies(seed);
            assertJudgesAlike(random.policy(), random, seed);
        }
    }

    @Test
    void shouldJudgeLongPoliciesAsTheReferenceDoes() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 60; seed++) {
            RandomPolicies random = new RandomPolicies(seed);
            assertJudgesAlike(random.policy(40 + (int) (seed - FIRST_SEED) * 4), random, seed);
        }
    }

    /** A packet meets dozens of rules one after the other, in lists of several tuples. */
    @Test
    void shouldTellOfAllRulesThatWatchAsTheReferenceDoes() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 60; seed++) {
            RandomPolicies random = new RandomPolicies(seed);
            assertJudgesAlike(random.watching(20 + (int) (seed - FIRST_SEED) * 8), random, seed);
        }
    }

    @Test
    void shouldJudgeByTheShippedPolicyAsTheReferenceDoes() {
        assertJudgesAlike(ShippedPolicy.policy(), new RandomPolicies(FIRST_SEED), FIRST_SEED);
    }

    /** More lengths than there can be tuples, and sets too large to be cut into boxes. */
    @Test
    void shouldJudgeManyLengthsAndLargeSetsAsTheReferenceDoes() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Rule> rules = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                rules.add(nested("r" + i, random));
            }
            Policy policy = policy(rules);
            PolicyTable table = PolicyTable.over(PolicyCompiler.compile(policy, Structure.CLASSIFIERS));
            ReferenceMatcher reference = new ReferenceMatcher(policy);
            MatchFields fields = new MatchFields();
            for (int packet = 0; packet < 400; packet++) {
                fields.clear();
                if (random.nextBoolean()) {
                    fields.ipv4(random.nextInt(1 << 20) << 4, random.nextInt(1 << 20) << 4);
                } else {
                    fields.ipv6(1L << 61, random.nextInt(1 << 16), 1L << 61, random.nextInt(1 << 16));
                }
                fields.ipProtocol(IpProtocol.UDP);
                fields.ports(random.nextInt(20), random.nextInt(20));
                assertJudgesAlike(table, reference, fields, seed, packet);
            }
        }
    }

    /** As many rules with the same addresses as make a long list, which ports must cut. */
    @Test
    void shouldJudgeOverlappingPortRangesAsTheReferenceDoes() {
        SplittableRandom random = new SplittableRandom(FIRST_SEED);
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            int first = random.nextInt(60_000);
            PortRange range = new PortRange(first, first + random.nextInt(1 << random.nextInt(1, 12)));
            Traffic traffic = new Traffic(
                    List.of(random.nextBoolean() ? IpProtocol.UDP : IpProtocol.TCP),
                    random.nextInt(4) == 0 ? List.of(PortRange.of(random.nextInt(4))) : List.of(),
                    List.of(range),
                    AddressSet.EMPTY,
                    AddressSet.EMPTY,
                    Match.ALL);
            rules.add(Rule.of(
                    "r" + i,
                    Direction.INBOUND,
                    traffic,
                    i % 2 == 0 ? Action.DROP : Action.PASS,
                    random.nextInt(8) == 0 ? Mode.MONITOR : Mode.ENFORCE));
        }
        Policy policy = policy(rules);
        PolicyTable table = PolicyTable.over(PolicyCompiler.compile(policy, Structure.CLASSIFIERS));
        ReferenceMatcher reference = new ReferenceMatcher(policy);
        MatchFields fields = new MatchFields();
        for (int packet = 0; packet < 5_000; packet++) {
            fields.clear();
            fields.ipv4(random.nextInt(), random.nextInt());
            fields.ipProtocol(random.nextBoolean() ? IpProtocol.UDP : IpProtocol.TCP);
            fields.ports(random.nextInt(6), random.nextInt(65_536));
            assertJudgesAlike(table, reference, fields, FIRST_SEED, packet);
        }
    }

    /** Twice in turn through a cache so small that packets take each other's places, and with two policies in turn. */
    @Test
    void shouldJudgeThroughACacheAsTheReferenceDoes() {
        VerdictCache cache = new VerdictCache(new UnsafeBuffer(new byte[64 * VerdictCache.ENTRY_LENGTH]));
        MatchFields fields = new MatchFields();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 300; seed++) {
            Policy policy = new RandomPolicies(seed).policy();
            PolicyTable table = PolicyTable.over(PolicyCompiler.compile(policy, Structure.CLASSIFIERS));
            ReferenceMatcher reference = new ReferenceMatcher(policy);
            for (int packet = 0; packet < 4 * PACKETS; packet++) {
                RandomPolicies random = new RandomPolicies(seed + packet % 40);
                random.packet(fields);
                ModelMemory asked = new ModelMemory();
                Judgement expected = reference.judge(fields, asked);
                ModelMemory memory = new ModelMemory();
                int verdict = cache.evaluate(table, fields, memory);
                assertThat(new Judgement(Verdict.isDrop(verdict), Verdict.ruleIndex(verdict), memory.monitored()))
                        .as("seed %d, packet %d", seed, packet)
                        .isEqualTo(expected);
                assertThat(memory.limitsAsked())
                        .as("seed %d, packet %d", seed, packet)
                        .isEqualTo(asked.limitsAsked());
            }
        }
    }

    private static Rule nested(String name, SplittableRandom random) {
        boolean ipv6 = random.nextBoolean();
        Traffic traffic = new Traffic(
                List.of(IpProtocol.UDP),
                List.of(),
                random.nextBoolean() ? List.of(PortRange.of(random.nextInt(20))) : List.of(),
                networks(ipv6, random),
                networks(ipv6, random),
                Match.ALL);
        return Rule.of(name, Direction.INBOUND, traffic, Action.DROP, Mode.ENFORCE);
    }

    private static AddressSet networks(boolean ipv6, SplittableRandom random) {
        int count = random.nextInt(10) == 0 ? 100 : 1;
        List<Cidr> networks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            networks.add(
                    ipv6
                            ? Cidr.around(Cidr.IPV6, 1L << 61, random.nextInt(1 << 16), random.nextInt(108, 129))
                            : Cidr.around(Cidr.IPV4, 0, (long) random.nextInt(1 << 20) << 4, random.nextInt(5, 33)));
        }
        return AddressSet.of(networks);
    }

    private static Policy policy(List<Rule> rules) {
        return new Policy(
                "p",
                "",
                Policy.DEFAULTS,
                Policy.DEFAULTS,
                Policy.DEFAULTS,
                Policy.DEFAULTS,
                AddressSet.EMPTY,
                Mode.ENFORCE,
                0,
                rules);
    }

    private static void assertJudgesAlike(Policy policy, RandomPolicies random, long seed) {
        PolicyTable table = PolicyTable.over(PolicyCompiler.compile(policy, Structure.CLASSIFIERS));
        ReferenceMatcher reference = new ReferenceMatcher(policy);
        MatchFields fields = new MatchFields();
        for (int packet = 0; packet < PACKETS; packet++) {
            random.packet(fields);
            assertJudgesAlike(table, reference, fields, seed, packet);
        }
    }

    private static void assertJudgesAlike(
            PolicyTable table, ReferenceMatcher reference, MatchFields fields, long seed, int packet) {
        ModelMemory asked = new ModelMemory();
        Judgement expected = reference.judge(fields, asked);
        ModelMemory memory = new ModelMemory();
        int verdict = table.evaluate(fields, memory);
        Judgement found = new Judgement(Verdict.isDrop(verdict), Verdict.ruleIndex(verdict), memory.monitored());
        assertThat(found).as("seed %d, packet %d", seed, packet).isEqualTo(expected);
        assertThat(memory.limitsAsked()).as("seed %d, packet %d", seed, packet).isEqualTo(asked.limitsAsked());
    }
}
