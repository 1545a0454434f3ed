package org.sekimori.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.image.ImageDescriptor;
import org.sekimori.policy.image.ProtocolTableDescriptor;

class PolicyTableTest {
    private static final Cidr BRANCH = Cidr.parse("203.0.113.0/24");

    @Test
    void shouldAgreeWithTheWordsOnNumbersTheImageRepeats() {
        assertThat(ImageDescriptor.MAX_RULES).isEqualTo(Verdict.MAX_RULES);
        assertThat(ImageDescriptor.MAX_GRACE_SECONDS).isEqualTo(Policy.MAX_GRACE_SECONDS);
        assertThat(ProtocolTableDescriptor.MAX_PROTOCOL).isEqualTo(IpProtocol.MAX);
        assertThat(ImageDescriptor.DIRECTION_COUNT).isEqualTo(Direction.values().length);
        assertThat(Direction.INBOUND.ordinal()).isZero();
    }

    @Test
    void shouldCompileTheSameBytesEachTime() {
        for (long seed = 0; seed < 50; seed++) {
            UnsafeBuffer one = PolicyCompiler.compile(new RandomPolicies(seed).policy());
            UnsafeBuffer other = PolicyCompiler.compile(new RandomPolicies(seed).policy());
            assertThat(one).as("seed %d", seed).isEqualTo(other);
        }
    }

    @Test
    void shouldPassAllowedSourcesAndNameTheRule() {
        Rule rule = Rule.drop("cldap", Direction.INBOUND, Traffic.ANY).withAllowFrom(AddressSet.of(BRANCH));
        PolicyTable table = table(rule, Rule.drop("rest", Direction.INBOUND, Traffic.ANY));
        assertThat(table.evaluate(from(0xCB007105), PolicyTableTest::unexpected))
                .isEqualTo(Verdict.pass(0));
        assertThat(table.evaluate(from(0xCB007205), PolicyTableTest::unexpected))
                .isEqualTo(Verdict.drop(0));
    }

    /** A rule that watches opens no hole, whatever its action is. */
    @Test
    void shouldGoOnBehindRulesThatWatch() {
        for (Action action : Action.values()) {
            Rule watch = Rule.of("watch", Direction.INBOUND, Traffic.ANY, action, Mode.MONITOR);
            PolicyTable table = table(watch, Rule.drop("closed", Direction.INBOUND, Traffic.ANY));
            int[] matches = new int[1];
            assertThat(table.evaluate(from(1), rule -> matches[rule]++)).isEqualTo(Verdict.drop(1));
            assertThat(matches[0]).isEqualTo(1);
        }
    }

    @Test
    void shouldNotReportAllowedSourcesOfRulesThatWatch() {
        Rule watch = Rule.of("watch", Direction.INBOUND, Traffic.ANY, Action.DROP, Mode.MONITOR)
                .withAllowFrom(AddressSet.of(BRANCH));
        PolicyTable table = table(watch, Rule.drop("closed", Direction.INBOUND, Traffic.ANY));
        assertThat(table.evaluate(from(0xCB007105), PolicyTableTest::unexpected))
                .isEqualTo(Verdict.drop(1));
    }

    @Tag("long")
    @Test
    void shouldHoldAsManyRulesAsAVerdictCanName() {
        Rule[] rules = new Rule[Verdict.MAX_RULES];
        for (int i = 0; i < rules.length; i++) {
            Traffic traffic = new Traffic(
                    List.of(protocol(i)),
                    List.of(),
                    List.of(PortRange.of(i & PortRange.MAX_PORT)),
                    AddressSet.EMPTY,
                    AddressSet.EMPTY,
                    Match.ALL);
            rules[i] = Rule.drop("r" + i, Direction.INBOUND, traffic);
        }
        PolicyTable table = table(rules);
        MatchFields fields = from(1);
        for (int rule = 0; rule < rules.length; rule++) {
            fields.ipProtocol(protocol(rule));
            fields.ports(1, rule & PortRange.MAX_PORT);
            assertThat(table.evaluate(fields, PolicyTableTest::unexpected)).isEqualTo(Verdict.drop(rule));
        }
        fields.ports(1, rules.length & PortRange.MAX_PORT);
        assertThat(table.evaluate(fields, PolicyTableTest::unexpected)).isEqualTo(Verdict.pass(Verdict.NO_RULE));
    }

    /** There are fewer ports than rules, so each port comes up in two protocols. */
    private static int protocol(int rule) {
        return rule <= PortRange.MAX_PORT ? IpProtocol.UDP : IpProtocol.TCP;
    }

    private static void unexpected(int ruleIndex) {
        throw new AssertionError("monitor match of rule " + ruleIndex);
    }

    private static MatchFields from(int source) {
        MatchFields fields = new MatchFields();
        fields.clear();
        fields.direction(Direction.INBOUND);
        fields.ipv4(source, 2);
        fields.ipProtocol(IpProtocol.ICMP);
        return fields;
    }

    private static PolicyTable table(Rule... rules) {
        Policy policy = Policy.of("p", List.of(rules));
        return PolicyTable.over(PolicyCompiler.compile(policy));
    }
}
