package org.sekimori.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.RandomPolicies;
import org.sekimori.policy.Rule;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.text.Finding;
import org.sekimori.policy.text.PolicyReader;

/** Which packet costs most to judge, and what is said of it. */
class CostliestPacketTest {
    private static final String WATCHING = "direction: inbound, protocol: udp, mode: monitor";

    private static List<Finding> findings(String rules) {
        return PolicyReader.read("p", "version: 1\nrules:\n" + rules).findings();
    }

    private static List<Rule> rules(String rules) {
        return PolicyReader.read("p", "version: 1\nrules:\n" + rules)
                .policy()
                .orElseThrow()
                .rules();
    }

    private static CostliestPacket costliest(String rules) {
        return CostliestPacket.of(rules(rules));
    }

    private static String repeat(int count, String rule) {
        StringBuilder rules = new StringBuilder();
        for (int i = 0; i < count; i++) {
            rules.append("- {name: r")
                    .append(i)
                    .append(", ")
                    .append(rule.replace("#", "" + i))
                    .append("}\n");
        }
        return rules.toString();
    }

    @Test
    void shouldWarnOfMoreRulesThanAPacketShouldMeet() {
        String many = repeat(CostliestPacket.MANY_RULES + 1, WATCHING + ", destination-ports: 5000");
        assertThat(findings(many))
                .singleElement()
                .extracting(Finding::toString)
                .asString()
                .startsWith("p:2:1: warning: a packet may have to be counted by 65 rules before one decides, such as"
                        + " inbound IPv4 udp, ")
                .contains(":5000; above 64");
        assertThat(findings(repeat(CostliestPacket.MANY_RULES, WATCHING + ", destination-ports: 5000")))
                .isEmpty();
    }

    @Test
    void shouldNotWarnOfRulesThatNoPacketMeetsTogether() {
        assertThat(findings(repeat(200, WATCHING + ", destination-ports: #"))).isEmpty();
        assertThat(costliest(repeat(200, WATCHING + ", sources: [10.0.#.0/24]")).rules())
                .isEqualTo(1);
    }

    @Test
    void shouldPutTogetherWhatRulesForDifferentFieldsShare() {
        List<Rule> both = new ArrayList<>();
        both.addAll(rules(repeat(3, WATCHING + ", destination-ports: 5000")));
        both.addAll(rules(repeat(3, WATCHING + ", sources: [10.0.0.0/8]")));
        CostliestPacket costliest = CostliestPacket.of(both);
        assertThat(costliest.rules()).isEqualTo(6);
        assertThat(costliest.packet()).isEqualTo("inbound IPv4 udp, 10.0.0.0:0 -> 0.0.0.0:5000");
    }

    @Test
    void shouldStopAtTheRuleThatDecides() {
        String decides = "- {name: all, direction: inbound, protocol: udp}\n";
        assertThat(costliest(decides + repeat(100, WATCHING)).rules()).isZero();
        assertThat(costliest(repeat(5, WATCHING) + decides).rules()).isEqualTo(5);
    }

    @Test
    void shouldCountLimitsAndQuestionsAboutFlows() {
        assertThat(costliest(repeat(7, "direction: inbound, protocol: udp, limit: {rate: 10/s}"))
                        .rules())
                .isEqualTo(7);
        assertThat(costliest(repeat(7, "direction: inbound, protocol: udp, match: unsolicited, source-ports: 53"))
                        .rules())
                .isEqualTo(7);
    }

    @Test
    void shouldFindNothingWhereRulesOnlyDecide() {
        CostliestPacket none = costliest("- {name: all, direction: inbound, protocol: udp}\n");
        assertThat(none.rules()).isZero();
        assertThat(none.packet()).isEmpty();
    }

    /** No packet that is drawn at random meets more, or hardly ever. */
    @Tag("long")
    @Test
    void shouldFindAboutAsManyAsAnyPacketMeets() {
        int missed = 0;
        for (long seed = 1; seed <= 200; seed++) {
            RandomPolicies random = new RandomPolicies(seed);
            Policy policy = random.watching(40);
            PolicyTable table = PolicyTable.over(PolicyCompiler.compile(policy));
            int found = CostliestPacket.of(policy.rules()).rules();
            MatchFields fields = new MatchFields();
            for (int packet = 0; packet < 300; packet++) {
                random.packet(fields);
                int[] matches = new int[1];
                PacketMemory counting = rule -> matches[0]++;
                table.evaluate(fields, counting);
                missed += matches[0] > found ? 1 : 0;
            }
        }
        assertThat(missed).isLessThan(60);
    }
}
