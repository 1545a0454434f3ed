package org.sekimori.dataplane.state;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.policy.Limit;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;

@ParameterizedClass(name = "IPv{0}")
@ValueSource(ints = {4, 6})
class LimitMemoryTest {
    private static final long SEED = 43;
    private static final int RULE = 5;
    private static final int SOURCE = 1;
    private static final Limit FIVE_A_SECOND = perSource(300, 5);

    private final LimitMemory memory = new LimitMemory(StateOptions.DEFAULT, SEED);
    private final Packets packets;
    private long nowNs = 5;

    LimitMemoryTest(int ipVersion) {
        packets = new Packets(ipVersion);
    }

    @Test
    void shouldLetTheBurstByAndThenTheRate() {
        assertThat(takeMany(SOURCE, FIVE_A_SECOND, 20)).isEqualTo(5);
        nowNs += SECONDS.toNanos(1) / 5 - 1;
        assertThat(take(SOURCE, FIVE_A_SECOND)).isFalse();
        nowNs += 1;
        assertThat(take(SOURCE, FIVE_A_SECOND)).isTrue();
        assertThat(take(SOURCE, FIVE_A_SECOND)).isFalse();
        nowNs += SECONDS.toNanos(3600);
        assertThat(takeMany(SOURCE, FIVE_A_SECOND, 20)).isEqualTo(5);
    }

    @Test
    void shouldCountSourcesAndRulesApart() {
        takeMany(SOURCE, FIVE_A_SECOND, 20);

        assertThat(take(SOURCE, FIVE_A_SECOND)).isFalse();
        assertThat(memory.take(from(SOURCE), RULE + 1, FIVE_A_SECOND, nowNs)).isTrue();
        assertThat(take(SOURCE + 1, FIVE_A_SECOND))
                .as("IPv6: the same /64")
                .isEqualTo(from(SOURCE).ipVersion() == 4);
    }

    @Test
    void shouldCountAPrefixTogether() {
        Limit narrow = new Limit(300, 5, 0, Limit.Per.SOURCE, 24, 120);
        takeMany(SOURCE, narrow, 20);

        assertThat(take(SOURCE + 200, narrow)).isFalse();
        assertThat(take(SOURCE + 256, narrow)).isTrue();
    }

    @Test
    void shouldCountAllTogetherPerRuleAndWithPrefixNought() {
        Limit perRule = new Limit(300, 5, 0, Limit.Per.RULE, 32, 64);
        Limit nought = new Limit(300, 5, 0, Limit.Per.SOURCE, 0, 0);
        takeMany(SOURCE, perRule, 20);
        assertThat(take(SOURCE + 70_000, perRule)).isFalse();
        memory.take(from(SOURCE), RULE + 1, nought, nowNs);
        for (int i = 0; i < 4; i++) {
            assertThat(memory.take(from(SOURCE + 70_000 + i), RULE + 1, nought, nowNs))
                    .isTrue();
        }
        assertThat(memory.take(from(SOURCE + 80_000), RULE + 1, nought, nowNs)).isFalse();
    }

    @Test
    void shouldLetAllByWithoutARate() {
        Limit connectionsOnly = new Limit(0, 0, 3, Limit.Per.SOURCE, 32, 64);

        assertThat(takeMany(SOURCE, connectionsOnly, 100)).isEqualTo(100);
        assertThat(memory.tally().size()).isZero();
    }

    @Test
    void shouldNeverRoundAtAnyRate() {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] rates = {1, 7, 59, 61, 60_000, 999_983, Integer.MAX_VALUE};
        int[] bursts = {1, 2, 1_000, LimitMemory.MAX_BURST, Integer.MAX_VALUE};
        int rule = 100;
        for (int rate : rates) {
            for (int burst : bursts) {
                rule++;
                Limit limit = perSource(rate, burst);
                ExactBucket exact = new ExactBucket(rate, Math.min(burst, LimitMemory.MAX_BURST));
                for (int step = 0; step < 2_000; step++) {
                    nowNs += random.nextLong(1L << random.nextInt(1, step % 500 == 0 ? 58 : 40));
                    assertThat(memory.take(from(SOURCE), rule, limit, nowNs))
                            .as("step %d, rate %d, burst %d, seed %d", step, rate, burst, SEED)
                            .isEqualTo(exact.take(nowNs));
                }
            }
        }
    }

    @Test
    void shouldOutliveYearsOfSilenceAndFullBuckets() {
        Limit greatest = perSource(Integer.MAX_VALUE, Integer.MAX_VALUE);
        Limit slowest = perSource(1, Integer.MAX_VALUE);
        for (int i = 0; i < 50; i++) {
            assertThat(memory.take(from(SOURCE), RULE, greatest, nowNs)).isTrue();
            assertThat(memory.take(from(SOURCE), RULE + 1, slowest, nowNs)).isTrue();
            nowNs += DAYS.toNanos(1_000);
        }
    }

    @Test
    void shouldGoOnWithABucketWhoseLimitChanged() {
        takeMany(SOURCE, perSource(60, 100), 60);

        assertThat(takeMany(SOURCE, perSource(60, 10), 50)).isEqualTo(10);
        nowNs += SECONDS.toNanos(1);
        assertThat(takeMany(SOURCE, perSource(6_000, 1_000), 500)).isEqualTo(100);
    }

    @Test
    void shouldAgreeWithExactBucketsOfManySources() {
        SplittableRandom random = new SplittableRandom(SEED);
        Limit limit = new Limit(120, 4, 0, Limit.Per.SOURCE, 32, 128);
        Map<Integer, ExactBucket> model = new HashMap<>();
        int within = 0;
        for (int step = 0; step < 200_000; step++) {
            nowNs += random.nextLong(2_000_000);
            int source = random.nextInt(1_000);
            boolean expected =
                    model.computeIfAbsent(source, s -> new ExactBucket(120, 4)).take(nowNs);
            within += expected ? 1 : 0;
            assertThat(take(source, limit)).as("step %d, seed %d", step, SEED).isEqualTo(expected);
        }
        assertThat(within).isBetween(100_000, 199_000);
        assertThat(memory.tally().refused()).isZero();
    }

    @Test
    void shouldGiveAFullBucketsPlaceToAnotherAndNoOther() {
        LimitMemory small = new LimitMemory(new StateOptions(16, 1, 16, 1, 16, 16, 1), SEED);
        Limit limit = new Limit(60, 1, 0, Limit.Per.SOURCE, 32, 128);
        for (int source = 0; source < 1_000; source++) {
            small.take(from(source), RULE, limit, nowNs);
        }
        assertThat(small.tally().size()).isEqualTo(16);
        assertThat(small.tally().refused()).isEqualTo(1_000 - 16);
        nowNs += SECONDS.toNanos(1) - 1;
        small.take(from(4_000), RULE, limit, nowNs);
        assertThat(small.tally().refused()).isEqualTo(1_000 - 16 + 1);
        assertThat(small.tally().expired()).isZero();
        nowNs += 1;

        assertThat(small.take(from(5_000), RULE, limit, nowNs)).isTrue();
        assertThat(small.tally().expired()).isEqualTo(1);
    }

    @Test
    void shouldLimitTheNewcomersOfAFloodedSetTogether() {
        LimitMemory small = new LimitMemory(new StateOptions(16, 1, 16, 1, 16, 16, 1), SEED);
        Limit limit = new Limit(60, 10, 0, Limit.Per.SOURCE, 32, 128);
        int within = 0;
        for (int source = 0; source < 1_000; source++) {
            within += small.take(from(source), RULE, limit, nowNs) ? 1 : 0;
        }

        assertThat(within).as("16 of their own, 2 sets with 10 for all").isEqualTo(16 + 2 * 10);
    }

    private boolean take(int source, Limit limit) {
        return memory.take(from(source), RULE, limit, nowNs);
    }

    private int takeMany(int source, Limit limit, int packetCount) {
        int within = 0;
        for (int i = 0; i < packetCount; i++) {
            within += take(source, limit) ? 1 : 0;
        }
        return within;
    }

    private MatchFields from(int source) {
        return packets.udpIn(source, 40_000, 1, 389, MessageKind.REQUEST);
    }

    private static Limit perSource(int ratePerMinute, int burst) {
        return new Limit(ratePerMinute, burst, 0, Limit.Per.SOURCE, 32, 64);
    }

    /** A token bucket in numbers of any size. */
    private static final class ExactBucket {
        private static final BigInteger TOKEN = BigInteger.valueOf(60_000_000_000L);

        private final BigInteger rate;
        private final BigInteger full;
        private BigInteger level;
        private long lastNs;

        ExactBucket(long rate, long burst) {
            this.rate = BigInteger.valueOf(rate);
            full = BigInteger.valueOf(burst).multiply(TOKEN);
            level = full;
        }

        boolean take(long nowNs) {
            level = level.add(rate.multiply(BigInteger.valueOf(nowNs - lastNs))).min(full);
            lastNs = nowNs;
            if (level.compareTo(TOKEN) < 0) {
                return false;
            }
            level = level.subtract(TOKEN);
            return true;
        }
    }
}
