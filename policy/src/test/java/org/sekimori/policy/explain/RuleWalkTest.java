package org.sekimori.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.Action;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Limit;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;
import org.sekimori.policy.ModelMemory;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.RandomPolicies;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.profile.Profile;
import org.sekimori.policy.text.PolicyReader;

class RuleWalkTest {
    private static final long FIRST_SEED = 20_260_301;
    private static final int POLICIES = 1_000;
    private static final int PACKETS = 100;
    private static final int HIGH_PORT = 40_000;

    private final MatchFields fields = new MatchFields();

    @Tag("long")
    @Test
    void shouldNeverDisagreeWithTheTable() {
        int[] outcomes = new int[Outcome.values().length];
        for (long seed = FIRST_SEED; seed < FIRST_SEED + POLICIES; seed++) {
            RandomPolicies random = new RandomPolicies(seed);
            compare(random.policy(), random, seed, outcomes);
        }
        assertThat(IntStream.of(outcomes).boxed())
                .as("every outcome comes up often")
                .allMatch(count -> count > POLICIES);
    }

    @Tag("long")
    @Test
    void shouldNeverDisagreeOverManyRulesThatWatch() {
        int[] outcomes = new int[Outcome.values().length];
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 20; seed++) {
            RandomPolicies random = new RandomPolicies(seed);
            compare(random.watching(20 + (int) (seed - FIRST_SEED) * 20), random, seed, outcomes);
        }
        assertThat(outcomes[Outcome.WATCHED.ordinal()]).isGreaterThan(POLICIES);
    }

    private void compare(Policy policy, RandomPolicies random, long seed, int[] outcomes) {
        PolicyTable table = PolicyTable.over(PolicyCompiler.compile(policy));
        RuleWalk walk = new RuleWalk(policy);
        for (int packet = 0; packet < PACKETS; packet++) {
            random.packet(fields);
            ModelMemory asked = new ModelMemory();
            int expected = table.evaluate(fields, asked);
            ModelMemory memory = new ModelMemory();
            Explanation found = walk.explain(fields, memory);
            assertThat(found.verdict()).as("seed %d, packet %d", seed, packet).isEqualTo(expected);
            assertThat(memory.monitored())
                    .as("seed %d, packet %d", seed, packet)
                    .isEqualTo(asked.monitored());
            assertThat(memory.limitsAsked())
                    .as("seed %d, packet %d", seed, packet)
                    .isEqualTo(asked.limitsAsked());
            found.steps().forEach(step -> check(step, outcomes));
        }
    }

    /** A rule that was passed over says why, and one that wasn't has nothing against it. */
    private static void check(RuleStep step, int[] outcomes) {
        outcomes[step.outcome().ordinal()]++;
        boolean hasFailed = step.failed().isPresent();
        assertThat(hasFailed).isEqualTo(step.outcome() == Outcome.PASSED_OVER || step.outcome() == Outcome.LET_BY);
        if (hasFailed) {
            Condition last = step.conditions().get(step.conditions().size() - 1);
            assertThat(step.failed()).contains(last);
        }
        assertThat(step.conditions()).extracting(Condition::key).doesNotHaveDuplicates();
    }

    @Test
    void shouldNameTheFirstConditionThatFailedOfEachRulePassedOver() {
        packet(Direction.INBOUND, IpProtocol.UDP, 53, 123, MessageKind.REPLY);
        Explanation explanation = new RuleWalk(Profile.SHIPPED.policy()).explain(fields, PacketMemory.NONE);
        assertThat(explanation.verdict()).isEqualTo(Verdict.pass(Verdict.NO_RULE));
        assertThat(explanation.deciding()).isEmpty();
        assertThat(explanation.steps())
                .extracting(step -> step.failed().orElseThrow())
                .containsExactly(
                        new Condition("destination-ports", "123", "389", false),
                        new Condition("match", "a reply", "requests", false),
                        new Condition("destination-ports", "123", "53", false),
                        new Condition("destination-ports", "123", "1900", false),
                        new Condition("protocol", "udp", "tcp", false),
                        new Condition("protocol", "udp", "tcp", false),
                        new Condition("direction", "inbound", "outbound", false));
    }

    @Test
    void shouldStopAtTheRuleThatDecidesAndSayByWhichFields() {
        packet(Direction.INBOUND, IpProtocol.UDP, HIGH_PORT, 53, MessageKind.REQUEST);
        Explanation explanation = new RuleWalk(Profile.SHIPPED.policy()).explain(fields, PacketMemory.NONE);
        RuleStep deciding = explanation.deciding().orElseThrow();
        assertThat(explanation.steps()).hasSize(3).last().isEqualTo(deciding);
        assertThat(deciding.rule().name()).isEqualTo("dns");
        assertThat(deciding.outcome()).isEqualTo(Outcome.DECIDED);
        assertThat(deciding.conditions())
                .containsExactly(
                        new Condition("direction", "inbound", "inbound", true),
                        new Condition("protocol", "udp", "udp", true),
                        new Condition("destination-ports", "53", "53", true),
                        new Condition("match", "a request", "requests", true));
    }

    @Test
    void shouldTellTheAllowedFromThoseBeyondTheirAllowance() {
        Policy policy = policy("{name: a, direction: inbound, protocol: udp, allow-from: [192.0.2.0/24, 10.0.0.0/8]}");
        packet(Direction.INBOUND, IpProtocol.UDP, HIGH_PORT, 389, MessageKind.UNKNOWN);
        RuleStep letBy =
                new RuleWalk(policy).explain(fields, PacketMemory.NONE).steps().get(0);
        assertThat(letBy.outcome()).isEqualTo(Outcome.LET_BY);
        assertThat(letBy.failed())
                .contains(new Condition("allow-from", "192.0.2.1", "not in 10.0.0.0/8, 192.0.2.0/24", false));
        RuleStep beyond =
                new RuleWalk(policy).explain(fields, new Exceeding()).steps().get(0);
        assertThat(beyond.outcome()).isEqualTo(Outcome.DECIDED);
        assertThat(beyond.conditions())
                .contains(new Condition(
                        "allow-from",
                        "192.0.2.1, beyond its allowance of 1000/s, burst 2000 per source (/32, IPv6 /64)",
                        "not in 10.0.0.0/8, 192.0.2.0/24",
                        true));
        assertThat(RuleWords.limit(Limit.NONE)).isEqualTo("none");
    }

    @Test
    void shouldSayThatALaterFragmentHasNoPorts() {
        packet(Direction.INBOUND, IpProtocol.UDP, HIGH_PORT, 389, MessageKind.UNKNOWN);
        fields.noPorts();
        fields.fragment(1, 1480, 0);
        Explanation explanation = new RuleWalk(Profile.SHIPPED.policy()).explain(fields, PacketMemory.NONE);
        assertThat(explanation.steps().get(0).failed())
                .contains(new Condition("destination-ports", "no ports, being a later fragment", "389", false));
    }

    @Test
    void shouldTakeTheDefaultOfTheDirection() {
        packet(Direction.OUTBOUND, IpProtocol.TCP, HIGH_PORT, 80, MessageKind.REQUEST);
        assertThat(new RuleWalk(Profile.DEFAULT_DROP.policy())
                        .explain(fields, PacketMemory.NONE)
                        .verdict())
                .isEqualTo(Action.PASS.verdict(Verdict.NO_RULE));
        packet(Direction.INBOUND, IpProtocol.TCP, HIGH_PORT, 8080, MessageKind.REQUEST);
        assertThat(new RuleWalk(Profile.DEFAULT_DROP.policy())
                        .explain(fields, PacketMemory.NONE)
                        .verdict())
                .isEqualTo(Action.DROP.verdict(Verdict.NO_RULE));
    }

    private void packet(Direction direction, int ipProtocol, int sourcePort, int destinationPort, int kind) {
        fields.clear();
        fields.direction(direction);
        fields.ipv4(0xC0000201, 0xC6336401);
        fields.ipProtocol(ipProtocol);
        fields.ports(sourcePort, destinationPort);
        fields.messageKind(kind);
    }

    private static Policy policy(String rule) {
        return PolicyReader.read("test", "version: 1\nrules:\n- " + rule)
                .policy()
                .orElseThrow();
    }

    private static final class Exceeding implements PacketMemory {
        @Override
        public void onMonitorMatch(int ruleIndex) {}

        @Override
        public boolean exceedsAllowance(int ruleIndex, MatchFields packet) {
            return true;
        }
    }
}
