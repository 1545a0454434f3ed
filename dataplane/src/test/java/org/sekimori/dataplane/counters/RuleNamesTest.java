package org.sekimori.dataplane.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;

class RuleNamesTest {
    private static final int CAPACITY = 16;

    private final MemoryStorage storage = new MemoryStorage(1);
    private final VerdictCounters counters = new VerdictCounters(storage.verdicts(0));
    private final RuleNames names = new RuleNames(storage, CAPACITY);
    private final RuleNames elsewhere = new RuleNames(storage);

    private static List<String> fresh(int push, int count) {
        return IntStream.range(0, count)
                .mapToObj(rule -> "p" + push + "r" + rule)
                .toList();
    }

    @Test
    void shouldTakeEverNewNames() {
        for (int push = 0; push < 1_000; push++) {
            List<String> rules = fresh(push, 5);
            int[] places = names.countersOf(RuleHolder.POLICY, rules);
            assertThat(places).doesNotHaveDuplicates();
            assertThat(IntStream.of(places).boxed()).allMatch(place -> place >= 0 && place < CAPACITY);
            assertThat(IntStream.of(places).mapToObj(elsewhere::nameOf)).isEqualTo(rules);
        }
        assertThat(elsewhere.all()).hasSize(CAPACITY);
    }

    @Test
    void shouldKeepWhatIsInForceWhileCandidatesCome() {
        List<String> inForce = fresh(0, 4);
        int[] places = names.countersOf(RuleHolder.POLICY, inForce);
        for (int push = 1; push < 100; push++) {
            names.countersOf(RuleHolder.CANDIDATE, fresh(push, 4));
        }
        assertThat(names.countersOf(RuleHolder.POLICY, inForce)).isEqualTo(places);
    }

    @Test
    void shouldCountFromNothingForANewName() {
        for (int push = 0; push < 40; push++) {
            for (int place : names.countersOf(RuleHolder.POLICY, fresh(push, 5))) {
                assertThat(counters.rule(place, Kind.DROPPED)).isZero();
                counters.countRule(place, true, 60);
            }
        }
    }

    @Test
    void shouldSayWhenWhatIsHeldLeavesNoRoom() {
        names.countersOf(RuleHolder.POLICY, fresh(0, CAPACITY));
        assertThatThrownBy(() -> names.countersOf(RuleHolder.POLICY, fresh(1, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("room for no more");
    }
}
