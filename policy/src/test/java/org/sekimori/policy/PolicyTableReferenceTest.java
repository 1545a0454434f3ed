package org.sekimori.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.compile.PolicyCompiler;

class PolicyTableReferenceTest {
    private static final long FIRST_SEED = 20_260_101;
    private static final int POLICIES = 1_500;
    private static final int PACKETS = 200;

    @Tag("long")
    @Test
    void shouldJudgeAsTheReferenceDoes() {
        int[] seen = new int[4];
        MatchFields fields = new MatchFields();
        for (long seed = FIRST_SEED; seed < FIRST_SEED + POLICIES; seed++) {
            RandomPolicies random = new RandomPolicies(seed);
            Policy policy = random.policy();
            ReferenceMatcher reference = new ReferenceMatcher(policy);
            PolicyTable table = PolicyTable.over(PolicyCompiler.compile(policy));
            for (int packet = 0; packet < PACKETS; packet++) {
                random.packet(fields);
                ModelMemory asked = new ModelMemory();
                ReferenceMatcher.Judgement expected = reference.judge(fields, asked);
                ModelMemory memory = new ModelMemory();
                int verdict = table.evaluate(fields, memory);
                ReferenceMatcher.Judgement found = new ReferenceMatcher.Judgement(
                        Verdict.isDrop(verdict), Verdict.ruleIndex(verdict), memory.monitored());
                assertThat(found).as("seed %d, packet %d", seed, packet).isEqualTo(expected);
                assertThat(memory.limitsAsked())
                        .as("seed %d, packet %d", seed, packet)
                        .isEqualTo(asked.limitsAsked());
                count(seen, expected);
            }
        }
        // The generator is only worth something if every kind of outcome comes up often.
        for (int kind = 0; kind < seen.length; kind++) {
            assertThat(seen[kind]).as("outcomes of kind %d", kind).isGreaterThan(POLICIES * PACKETS / 50);
        }
    }

    @Test
    void shouldCarryFatesAndNames() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 100; seed++) {
            Policy policy = new RandomPolicies(seed).policy();
            PolicyTable table = PolicyTable.over(PolicyCompiler.compile(policy));
            for (Direction direction : Direction.values()) {
                int none = Verdict.NO_RULE;
                assertThat(table.defaultVerdict(direction))
                        .isEqualTo(policy.defaults().of(direction).verdict(none));
                assertThat(table.malformed(direction))
                        .isEqualTo(policy.malformed().of(direction).verdict(none));
                assertThat(table.orphans(direction))
                        .isEqualTo(policy.orphans().of(direction).verdict(none));
                assertThat(table.undecodable(direction))
                        .isEqualTo(policy.undecodable().of(direction).verdict(none));
            }
            assertThat(table.isMonitorOnly()).isEqualTo(policy.mode() == Mode.MONITOR);
            assertThat(table.graceSeconds()).isEqualTo(policy.graceSeconds());
            assertThat(table.ruleCount()).isEqualTo(policy.rules().size());
            for (int i = 0; i < policy.rules().size(); i++) {
                assertThat(table.ruleName(i)).isEqualTo(policy.rules().get(i).name());
                assertThat(table.limit(i))
                        .isEqualTo(policy.rules().get(i).limit().orElse(Limit.NONE));
                assertThat(table.isMonitor(i)).isEqualTo(policy.rules().get(i).mode() == Mode.MONITOR);
            }
        }
    }

    /** Lists of up to some dozen rules that watch, and searches where they are longer. */
    @Tag("long")
    @Test
    void shouldTellOfAllRulesThatWatchAsTheReferenceDoes() {
        MatchFields fields = new MatchFields();
        int searched = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 100; seed++) {
            RandomPolicies random = new RandomPolicies(seed);
            Policy policy = random.watching(20 + (int) (seed - FIRST_SEED) * 3);
            ReferenceMatcher reference = new ReferenceMatcher(policy);
            PolicyTable table = PolicyTable.over(PolicyCompiler.compile(policy));
            searched += table.isSearched() ? 1 : 0;
            for (int packet = 0; packet < PACKETS; packet++) {
                random.packet(fields);
                ReferenceMatcher.Judgement expected = reference.judge(fields, new ModelMemory());
                ModelMemory memory = new ModelMemory();
                int verdict = table.evaluate(fields, memory);
                assertThat(new ReferenceMatcher.Judgement(
                                Verdict.isDrop(verdict), Verdict.ruleIndex(verdict), memory.monitored()))
                        .as("seed %d, packet %d", seed, packet)
                        .isEqualTo(expected);
            }
        }
        assertThat(searched).isBetween(20, 90);
    }

    private static void count(int[] seen, ReferenceMatcher.Judgement judgement) {
        if (judgement.ruleIndex() == Verdict.NO_RULE) {
            seen[0]++;
        } else {
            seen[judgement.drop() ? 1 : 2]++;
        }
        seen[3] += judgement.monitored().isEmpty() ? 0 : 1;
    }
}
