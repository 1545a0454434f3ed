package org.sekimori.dataplane.state;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.MatchFields;

@ParameterizedClass(name = "IPv{0}")
@ValueSource(ints = {4, 6})
class FragmentMemoryTest {
    private static final long SEED = 31;
    private static final long LIFETIME_NS = SECONDS.toNanos(30);
    private static final int SERVER = 3;
    private static final int HOST = 4;
    private static final int ID = 0xBEEF;
    private static final int RULE = 12;
    private static final int QUOTA = 8;
    private static final StateOptions SMALL = new StateOptions(16, 1, 32, QUOTA, 16, 16, 1);

    private final FragmentMemory memory = new FragmentMemory(SMALL, SEED);
    private final Packets packets;
    private final int ipVersion;
    private long nowNs = 77;

    FragmentMemoryTest(int ipVersion) {
        this.ipVersion = ipVersion;
        packets = new Packets(ipVersion);
    }

    @Test
    void shouldKnowNothingOfAnOrphan() {
        assertThat(verdict(HOST, ID)).isEqualTo(FragmentMemory.UNKNOWN);
        assertThat(memory.judgedEnd()).isZero();
    }

    @Test
    void shouldShareTheFirstFragmentsFate() {
        memory.passed(first(HOST, ID), false, 72, RULE, nowNs);
        memory.dropped(first(HOST, ID + 1), -RULE, nowNs);

        assertThat(verdict(HOST, ID)).isEqualTo(FragmentMemory.PASSED);
        assertThat(memory.rule()).isEqualTo(RULE);
        assertThat(memory.judgedEnd()).isEqualTo(72);
        assertThat(verdict(HOST, ID + 1)).isEqualTo(FragmentMemory.DROPPED);
        assertThat(memory.rule()).isEqualTo(-RULE);
        assertThat(verdict(HOST, ID + 2)).isEqualTo(FragmentMemory.UNKNOWN);
        assertThat(verdict(HOST + 1, ID)).isEqualTo(FragmentMemory.UNKNOWN);
    }

    @Test
    void shouldTellProtocolsApartInIpv4Only() {
        memory.passed(first(HOST, ID), false, 72, RULE, nowNs);
        MatchFields other = first(HOST, ID);
        other.fragment(ID, 0, ipVersion == 4 ? IpProtocol.TCP : 0);

        int expected = ipVersion == 4 ? FragmentMemory.UNKNOWN : FragmentMemory.PASSED;
        assertThat(memory.verdict(other, nowNs)).isEqualTo(expected);
    }

    @Test
    void shouldNotMistakeAForgedPacketOfTheOtherDirectionForThisOne() {
        MatchFields forged = packets.fragmentOut(HOST, SERVER, ID, 0);
        forged.direction(Direction.INBOUND);
        memory.dropped(forged, RULE, nowNs);

        assertThat(memory.verdict(packets.fragmentOut(HOST, SERVER, ID, 1480), nowNs))
                .isEqualTo(FragmentMemory.UNKNOWN);
    }

    @Test
    void shouldForgetThirtySecondsAfterTheFirstWordWhateverFollows() {
        memory.passed(first(HOST, ID), false, 72, RULE, nowNs);
        memory.dropped(first(HOST, ID + 1), RULE, nowNs);
        nowNs += LIFETIME_NS - 1;
        memory.passed(first(HOST, ID), false, 80, RULE, nowNs);
        memory.dropped(first(HOST, ID + 1), RULE, nowNs);
        assertThat(verdict(HOST, ID)).isEqualTo(FragmentMemory.PASSED);
        assertThat(verdict(HOST, ID + 1)).isEqualTo(FragmentMemory.DROPPED);
        nowNs++;

        assertThat(verdict(HOST, ID)).isEqualTo(FragmentMemory.UNKNOWN);
        assertThat(verdict(HOST, ID + 1)).isEqualTo(FragmentMemory.UNKNOWN);
        assertThat(memory.tally().expired()).isEqualTo(2);
    }

    @Test
    void shouldStayDroppedOnceDropped() {
        memory.passed(first(HOST, ID), false, 72, RULE, nowNs);
        nowNs += LIFETIME_NS - 1;
        memory.dropped(first(HOST, ID), RULE + 1, nowNs);
        memory.passed(first(HOST, ID), false, 99, RULE + 2, nowNs);
        nowNs += LIFETIME_NS - 1;
        memory.dropped(first(HOST, ID), RULE + 3, nowNs);

        assertThat(verdict(HOST, ID)).isEqualTo(FragmentMemory.DROPPED);
        assertThat(memory.rule()).isEqualTo(RULE + 1);
        assertThat(memory.judgedEnd()).isEqualTo(72);
        nowNs++;
        assertThat(verdict(HOST, ID)).isEqualTo(FragmentMemory.UNKNOWN);
    }

    @Test
    void shouldKeepTheGreatestJudgedEndOfSeveralFirsts() {
        memory.passed(first(HOST, ID), false, 72, RULE, nowNs);
        memory.passed(first(HOST, ID), false, 65_535, RULE, nowNs);
        memory.passed(first(HOST, ID), false, 64, RULE, nowNs);
        verdict(HOST, ID);

        assertThat(memory.judgedEnd()).isEqualTo(65_535);
        assertThat(memory.rule()).isEqualTo(RULE);
    }

    @Test
    void shouldLetDroppedGiveWayToPassedAtTheQuotaAndNothingElse() {
        for (int id = 0; id < QUOTA; id++) {
            memory.dropped(first(HOST, id), RULE, nowNs++);
        }
        memory.dropped(first(HOST, 100), RULE, nowNs);
        assertThat(verdict(HOST, 100)).isEqualTo(FragmentMemory.UNKNOWN);
        assertThat(memory.tally().refused()).isEqualTo(1);

        for (int id = 200; id < 200 + QUOTA; id++) {
            memory.passed(first(HOST, id), false, 64, RULE, nowNs);
            assertThat(verdict(HOST, id - 200)).isEqualTo(FragmentMemory.UNKNOWN);
            assertThat(verdict(HOST, id)).isEqualTo(FragmentMemory.PASSED);
        }
        memory.dropped(first(HOST, 300), RULE, nowNs);
        assertThat(verdict(HOST, 300)).isEqualTo(FragmentMemory.UNKNOWN);
        assertThat(memory.tally().evicted()).isEqualTo(QUOTA);
        assertThat(memory.tally().refused()).isEqualTo(2);
    }

    @Test
    void shouldLetThePacketThatPassedLongestAgoGiveWayAtTheQuota() {
        for (int id = 0; id <= QUOTA; id++) {
            memory.passed(first(HOST, id), false, 64, RULE, nowNs++);
        }
        assertThat(verdict(HOST, 0)).isEqualTo(FragmentMemory.UNKNOWN);
        for (int id = 1; id <= QUOTA; id++) {
            assertThat(verdict(HOST, id)).isEqualTo(FragmentMemory.PASSED);
        }
    }

    @Test
    void shouldProtectWhatTheInsideAskedForFromEverythingElse() {
        memory.passed(first(HOST, ID), true, 64, RULE, nowNs);
        for (int id = 0; id < 5 * QUOTA; id++) {
            memory.passed(first(HOST, id), false, 64, RULE, nowNs);
        }
        assertThat(verdict(HOST, ID)).isEqualTo(FragmentMemory.PASSED);
        nowNs += FragmentMemory.PROTECTED_NS + 1;
        for (int id = 100; id < 100 + QUOTA; id++) {
            memory.passed(first(HOST, id), false, 64, RULE, nowNs);
        }
        assertThat(verdict(HOST, ID)).as("two seconds later").isEqualTo(FragmentMemory.UNKNOWN);
    }

    @Test
    void shouldRefuseOthersWhereAllWasAskedForJustNow() {
        for (int id = 0; id < QUOTA; id++) {
            memory.passed(first(HOST, id), true, 64, RULE, nowNs++);
        }
        memory.passed(first(HOST, 100), false, 64, RULE, nowNs);
        assertThat(verdict(HOST, 100)).isEqualTo(FragmentMemory.UNKNOWN);
        memory.passed(first(HOST, 101), true, 64, RULE, nowNs);
        assertThat(verdict(HOST, 101)).as("asked for as well").isEqualTo(FragmentMemory.PASSED);
        assertThat(verdict(HOST, 0)).isEqualTo(FragmentMemory.UNKNOWN);
    }

    @Test
    void shouldLetNoHostWithFewGiveWayToOneWithMany() {
        memory.passed(first(HOST, ID), false, 64, RULE, nowNs++);
        for (int i = 0; i < 3 * SMALL.fragments(); i++) {
            memory.passed(first(50 + i % 5, i), false, 64, RULE, nowNs++);
        }
        assertThat(memory.tally().size()).isEqualTo(SMALL.fragments());
        assertThat(verdict(HOST, ID)).isEqualTo(FragmentMemory.PASSED);
    }

    @Test
    void shouldLetTheOldestDroppedOfAnyHostGiveWayWhenFull() {
        for (int i = 0; i < SMALL.fragments(); i++) {
            memory.dropped(first(i / QUOTA, i), RULE, nowNs++);
        }
        memory.passed(first(HOST + 50, ID), false, 64, RULE, nowNs);

        assertThat(verdict(0, 0)).isEqualTo(FragmentMemory.UNKNOWN);
        assertThat(verdict(0, 1)).isEqualTo(FragmentMemory.DROPPED);
        assertThat(verdict(HOST + 50, ID)).isEqualTo(FragmentMemory.PASSED);
    }

    @Test
    void shouldHaveAQuotaForEachDirection() {
        for (int id = 0; id < QUOTA; id++) {
            memory.passed(first(HOST, id), false, 64, RULE, nowNs);
        }
        memory.passed(packets.fragmentOut(HOST, SERVER, ID, 0), false, 64, RULE, nowNs);

        assertThat(memory.verdict(packets.fragmentOut(HOST, SERVER, ID, 1480), nowNs))
                .isEqualTo(FragmentMemory.PASSED);
    }

    private MatchFields first(int host, int id) {
        return packets.fragmentIn(SERVER, host, id, 0);
    }

    private int verdict(int host, int id) {
        return memory.verdict(packets.fragmentIn(SERVER, host, id, 1480), nowNs);
    }
}
