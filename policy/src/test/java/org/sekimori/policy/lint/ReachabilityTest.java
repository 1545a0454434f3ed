package org.sekimori.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.Action;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Direction;
import org.sekimori.policy.Match;
import org.sekimori.policy.Mode;
import org.sekimori.policy.RandomPolicies;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;

class ReachabilityTest {
    private static final long FIRST_SEED = 31_000;
    private static final int POLICIES = 3_000;

    /** Every pair of rules compared, which is what the index saves. */
    @Test
    void shouldFindWhatComparingAllPairsFinds() {
        int found = 0;
        for (long seed = FIRST_SEED; seed < FIRST_SEED + POLICIES; seed++) {
            List<LintedRule> rules = linted(new RandomPolicies(seed).policy().rules());
            List<Remark> remarks = remarks(rules);
            List<String> expected = allPairs(rules);
            assertThat(remarks.stream().map(ReachabilityTest::ruleAndCause))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(expected);
            found += expected.size();
        }
        assertThat(found).isGreaterThan(POLICIES / 10);
    }

    @Test
    void shouldTellOnceOfAllBelowARuleThatDecidesEverything() {
        List<Rule> rules = new ArrayList<>();
        rules.add(Rule.drop("all", Direction.INBOUND, Traffic.ANY));
        for (int i = 0; i < 50; i++) {
            rules.add(Rule.drop("r" + i, Direction.values()[i % 2], Traffic.ANY));
        }
        assertThat(remarks(linted(rules)))
                .extracting(Remark::message)
                .containsExactly(
                        "rule 'r0', and 24 more inbound below it, can never be reached: rule 'all' in line 1 decides"
                                + " every inbound packet",
                        "rule 'r3', and 23 more outbound below it, can never be reached: rule 'r1' in line 1 decides"
                                + " every outbound packet");
    }

    /** Networks at both ends of the address space lie in no block that says anything. */
    @Test
    void shouldStopWhereComparingTakesTooLong() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < 12_000; i++) {
            Cidr low = Cidr.around(Cidr.IPV4, 0, 0x0100_0000L + ((long) i << 8), 24);
            Cidr high = Cidr.around(Cidr.IPV4, 0, 0xDF00_0000L + ((long) i << 8), 24);
            Traffic traffic =
                    new Traffic(List.of(), List.of(), List.of(), AddressSet.of(low, high), AddressSet.EMPTY, Match.ALL);
            rules.add(Rule.of("r" + i, Direction.OUTBOUND, traffic, Action.DROP, Mode.ENFORCE));
        }
        assertThat(remarks(linted(rules)))
                .singleElement()
                .extracting(Remark::message)
                .isEqualTo(
                        "whether rules from here on can be reached was not looked at; comparing them with those above"
                                + " would take too long");
    }

    private static List<String> allPairs(List<LintedRule> rules) {
        List<String> found = new ArrayList<>();
        List<Direction> closed = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            Rule later = rules.get(i).rule();
            for (int j = 0; j < i; j++) {
                Rule earlier = rules.get(j).rule();
                boolean decides = earlier.decides() && earlier.limit().isEmpty();
                if (decides
                        && earlier.direction() == later.direction()
                        && !closed.contains(later.direction())
                        && new Scope(rules.get(j), j).covers(new Scope(rules.get(i), i))) {
                    found.add(later.name() + " by " + earlier.name());
                    if (earlier.traffic().equals(Traffic.ANY)) {
                        closed.add(later.direction());
                    }
                    break;
                }
            }
        }
        return found;
    }

    private static String ruleAndCause(Remark remark) {
        String[] quoted = remark.message().split("'");
        return quoted[1] + " by " + quoted[3];
    }

    private static List<Remark> remarks(List<LintedRule> rules) {
        List<Remark> remarks = new ArrayList<>();
        new Reachability(remarks).check(rules);
        return remarks;
    }

    private static List<LintedRule> linted(List<Rule> rules) {
        Places nowhere = new Places() {
            @Override
            public boolean has(String key) {
                return false;
            }

            @Override
            public Place of(String key) {
                return new Place(1, 1);
            }
        };
        return rules.stream().map(rule -> new LintedRule(rule, nowhere)).toList();
    }
}
