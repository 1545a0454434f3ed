package org.sekimori.dataplane.state;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.policy.MatchFields;

/** Random verdicts on fragments in a small memory, against a map that is walked through for every question. */
class FragmentMemoryModelTest {
    private static final int STEPS = 20_000;
    private static final int CAPACITY = 48;
    private static final int ANYBODY = -1;
    private static final long LIFETIME_NS = SECONDS.toNanos(30);

    private final Map<Long, Packet> model = new HashMap<>();

    @ParameterizedTest
    @CsvSource({"4, 10, 1", "6, 10, 2", "4, 48, 3", "6, 30, 4"})
    void shouldAgreeWithTheReference(int ipVersion, int quota, long seed) {
        FragmentMemory memory = new FragmentMemory(new StateOptions(16, 1, CAPACITY, quota, 16, 16, 1), seed);
        Packets packets = new Packets(ipVersion);
        SplittableRandom random = new SplittableRandom(seed);
        long refused = 0;
        long nowNs = 0;
        for (int step = 0; step < STEPS; step++) {
            nowNs += 1 + random.nextLong(MILLISECONDS.toNanos(step / 500 % 4 == 0 ? 5_000 : 500));
            long now = nowNs;
            memory.expire(now, Integer.MAX_VALUE);
            model.values().removeIf(packet -> packet.deadlineNs <= now);
            int host = random.nextInt(random.nextBoolean() ? 2 : 12);
            int id = random.nextInt(30);
            int rule = random.nextInt(100);
            MatchFields fragment = packets.fragmentIn(1, host, id, 0);
            boolean isAsked = random.nextInt(4) == 0;
            switch (random.nextInt(3)) {
                case 0 -> {
                    memory.passed(fragment, isAsked, rule + 64, rule, now);
                    refused += pass(host, id, rule, isAsked, quota, now) ? 0 : 1;
                }
                case 1 -> {
                    memory.dropped(fragment, rule, now);
                    refused += drop(host, id, rule, quota, now) ? 0 : 1;
                }
                default -> {}
            }
            Packet expected = model.get(key(host, id));
            String at = "step " + step + ", seed " + seed;
            assertThat(memory.verdict(fragment, now))
                    .as(at)
                    .isEqualTo(expected == null ? FragmentMemory.UNKNOWN : expected.isDropped ? 1 : 0);
            assertThat(memory.rule()).as(at).isEqualTo(expected == null ? 0 : expected.rule);
            assertThat(memory.judgedEnd()).as(at).isEqualTo(expected == null ? 0 : expected.judgedEnd);
            assertThat(memory.tally().size()).as(at).isEqualTo(model.size());
            assertThat(memory.tally().refused()).as(at).isEqualTo(refused);
        }
        assertThat(refused).isPositive();
        assertThat(memory.tally().evicted()).isPositive();
    }

    private boolean pass(int host, int id, int rule, boolean isAsked, int quota, long nowNs) {
        Packet known = model.get(key(host, id));
        if (known != null) {
            known.judgedEnd = known.isDropped ? known.judgedEnd : Math.max(known.judgedEnd, rule + 64);
            return true;
        }
        boolean isAtQuota = count(host) >= quota;
        if (isAtQuota || model.size() == CAPACITY) {
            Packet victim = victim(isAtQuota ? host : ANYBODY, isAsked, nowNs);
            if (victim == null) {
                return false;
            }
            model.values().remove(victim);
        }
        model.put(key(host, id), new Packet(host, rule, rule + 64, false, isAsked, nowNs + LIFETIME_NS));
        return true;
    }

    /** Dropped ones first; else of the host with most, beyond a fair share; else of anybody. */
    private Packet victim(int host, boolean isForAsked, long nowNs) {
        Packet dropped = oldest(packet -> packet.isDropped && (host == ANYBODY || packet.host == host));
        if (dropped != null) {
            return dropped;
        }
        if (host == ANYBODY) {
            long most = model.values().stream()
                    .mapToLong(packet -> count(packet.host))
                    .max()
                    .orElse(0);
            // of several with as many any may yield; with these seeds there is never more than one
            Packet ofLargest = most <= CAPACITY / Owners.FAIR_SHARES
                    ? null
                    : oldestPassed(packet -> count(packet.host) == most, isForAsked, nowNs);
            return ofLargest != null ? ofLargest : oldestPassed(packet -> true, isForAsked, nowNs);
        }
        return oldestPassed(packet -> packet.host == host, isForAsked, nowNs);
    }

    private Packet oldestPassed(Predicate<Packet> among, boolean isForAsked, long nowNs) {
        Packet yields = oldest(packet -> among.test(packet) && !packet.isProtected(nowNs));
        return yields != null || !isForAsked ? yields : oldest(among);
    }

    private Packet oldest(Predicate<Packet> among) {
        return model.values().stream()
                .filter(among)
                .min(Comparator.comparingLong(packet -> packet.deadlineNs))
                .orElse(null);
    }

    private boolean drop(int host, int id, int rule, int quota, long nowNs) {
        Packet known = model.get(key(host, id));
        if (known == null) {
            if (count(host) >= quota || model.size() == CAPACITY) {
                return false;
            }
            model.put(key(host, id), new Packet(host, rule, 0, true, false, nowNs + LIFETIME_NS));
        } else if (!known.isDropped) {
            known.isDropped = true;
            known.rule = rule;
            known.deadlineNs = nowNs + LIFETIME_NS;
        }
        return true;
    }

    private long count(int host) {
        return model.values().stream().filter(packet -> packet.host == host).count();
    }

    private static long key(int host, int id) {
        return (long) host << 32 | id;
    }

    private static final class Packet {
        final int host;
        int rule;
        int judgedEnd;
        final boolean isAsked;
        boolean isDropped;
        long deadlineNs;

        Packet(int host, int rule, int judgedEnd, boolean isDropped, boolean isAsked, long deadlineNs) {
            this.isAsked = isAsked;
            this.host = host;
            this.rule = rule;
            this.judgedEnd = judgedEnd;
            this.isDropped = isDropped;
            this.deadlineNs = deadlineNs;
        }

        boolean isProtected(long nowNs) {
            return isAsked && nowNs - (deadlineNs - LIFETIME_NS) <= FragmentMemory.PROTECTED_NS;
        }
    }
}
