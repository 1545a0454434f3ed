package org.sekimori.bench.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.ReferenceMatcher;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.compile.PolicyCompiler;

@Tag("long")
class RuleSetReferenceTest {
    private static final long SEED = 99;
    private static final int RULES = 2_000;
    private static final int PACKETS = 3_000;

    @ParameterizedTest
    @EnumSource(RuleShape.class)
    void shouldJudgeGeneratedRulesAsTheReferenceDoes(RuleShape shape) {
        List<FiveTuple> rules = new RuleSetGenerator(shape, 25, SEED).rules(RULES);
        Policy policy = RuleSetGenerator.policy("generated", rules);
        PolicyTable table = PolicyTable.over(PolicyCompiler.compile(policy));
        ReferenceMatcher reference = new ReferenceMatcher(policy);
        MatchFields fields = new MatchFields();
        int hits = 0;
        for (Packet packet : new PacketSampler(rules, rules, SEED).halfHits(PACKETS, packet -> false)) {
            packet.fill(fields);
            ReferenceMatcher.Judgement expected = reference.judge(fields, PacketMemory.NONE);
            int verdict = table.evaluate(fields, PacketMemory.NONE);
            assertThat(Verdict.ruleIndex(verdict))
                    .as("seed %d, %s", SEED, packet)
                    .isEqualTo(expected.ruleIndex());
            assertThat(Verdict.isDrop(verdict)).as("seed %d, %s", SEED, packet).isEqualTo(expected.drop());
            hits += expected.ruleIndex() == Verdict.NO_RULE ? 0 : 1;
        }
        assertThat(table.isSearched()).isTrue();
        assertThat(hits).isBetween(PACKETS / 3, PACKETS * 5 / 6);
    }

    @ParameterizedTest
    @EnumSource(RuleShape.class)
    void shouldGenerateTheSameDifferentRules(RuleShape shape) {
        List<FiveTuple> rules = new RuleSetGenerator(shape, 25, SEED).rules(RULES);
        assertThat(new HashSet<>(rules)).hasSize(RULES);
        assertThat(new RuleSetGenerator(shape, 25, SEED).rules(RULES)).isEqualTo(rules);
        assertThat(new RuleSetGenerator(shape, 25, SEED + 1).rules(RULES)).isNotEqualTo(rules);
    }
}
