package org.sekimori.dataplane.state;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sekimori.policy.Limit;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;

/** Floods of distinct packets against fragment, limiter and connection memory, with honest traffic before and meanwhile. */
abstract class OtherFloods {
    private static final long SEED = 61;
    private static final long FLOOD_NS = SECONDS.toNanos(20);
    private static final int HONEST = 50;
    private static final int FLOODED = 7_000;
    private static final int FIRST_SPOOFED = 1 << 16;
    private static final int SERVER = 1;
    private static final int RULE = 3;
    private static final int NEW_ONES = 200;
    private static final int ANSWERS_AT_ONCE = (int) (NEW_ONES * FragmentMemory.PROTECTED_NS / FLOOD_NS) - 1;
    private static final int SMB = 445;
    private static final int NUMBER = 1_000;
    private static final Limit TEN_A_SECOND = new Limit(600, 5, 0, Limit.Per.SOURCE, 32, 128);
    private static final Limit TWO_OPEN = new Limit(0, 0, 2, Limit.Per.SOURCE, 32, 128);

    private final Packets packets;
    private final int packetCount;
    private long nowNs;
    private int newOnes;

    OtherFloods(int ipVersion, int packetCount) {
        packets = new Packets(ipVersion);
        this.packetCount = packetCount;
    }

    @Test
    void shouldHoldFragmentsToOneHostToItsQuota() {
        FragmentMemory memory = fragments();
        flood(
                i -> memory.passed(packets.fragmentIn(i >>> 12, FLOODED, i, 0), false, 64, RULE, nowNs),
                () -> renew(memory));

        assertFragmentsStand(memory);
        assertThat(memory.tally().refused()).isZero();
        assertThat(memory.tally().size())
                .isLessThanOrEqualTo(StateOptions.DEFAULT.fragmentsPerHost() + 2L * HONEST + newOnes);
    }

    @Test
    void shouldHoldFragmentsFromOneHostToItsQuota() {
        FragmentMemory memory = fragments();
        flood(
                i -> memory.passed(packets.fragmentOut(FLOODED, i >>> 12, i, 0), false, 64, RULE, nowNs),
                () -> renew(memory));

        assertFragmentsStand(memory);
        assertThat(memory.tally().refused()).isZero();
        assertThat(memory.tally().size())
                .isLessThanOrEqualTo(StateOptions.DEFAULT.fragmentsPerHost() + 2L * HONEST + newOnes);
    }

    @Test
    void shouldLetDroppedFragmentsToAllHostsHinderNobody() {
        FragmentMemory memory = fragments();
        flood(i -> memory.dropped(packets.fragmentIn(i, FIRST_SPOOFED + i, i, 0), RULE, nowNs), () -> renew(memory));

        assertPassedFragmentsStand(memory);
        assertThat(memory.tally().refused()).isPositive();
    }

    @Test
    void shouldKeepWhatTheInsideAskedForUnderAFloodToAllHosts() {
        FragmentMemory memory = fragments();
        flood(
                i -> memory.passed(packets.fragmentIn(i, FIRST_SPOOFED + i, i, 0), false, 64, RULE, nowNs),
                () -> assertAskedFragmentsStand(memory));

        assertThat(memory.tally().size()).isEqualTo(StateOptions.DEFAULT.fragments());
        assertThat(memory.tally().refused()).isZero();
    }

    /** A new answer every tenth of a second; those of the last two seconds are known. */
    private void assertAskedFragmentsStand(FragmentMemory memory) {
        int newest = newOnes++;
        memory.passed(packets.fragmentIn(SERVER, newest % HONEST, -3 - newest, 0), true, 100, RULE, nowNs);
        for (int answer = Math.max(0, newest - ANSWERS_AT_ONCE); answer <= newest; answer++) {
            if (memory.verdict(packets.fragmentIn(SERVER, answer % HONEST, -3 - answer, 1480), nowNs)
                    != FragmentMemory.PASSED) {
                throw new AssertionError("answer " + answer + " of " + newest + " is forgotten");
            }
        }
    }

    @Test
    void shouldLimitKnownSourcesExactlyAsWithoutAFlood() {
        LimitMemory memory = new LimitMemory(StateOptions.DEFAULT, SEED);
        LimitMemory quiet = new LimitMemory(StateOptions.DEFAULT, SEED);
        compare(memory, quiet);
        flood(i -> memory.take(from(FIRST_SPOOFED + i), RULE, TEN_A_SECOND, nowNs), () -> compare(memory, quiet));

        assertThat(memory.tally().size()).isLessThanOrEqualTo(StateOptions.DEFAULT.buckets());
        assertThat(quiet.tally().size()).isEqualTo(HONEST);
    }

    @Test
    void shouldCountConnectionsAsWithoutAFloodOfForgedSyns() {
        ConnectionMemory memory = new ConnectionMemory(StateOptions.DEFAULT, SEED);
        for (int client = 0; client < HONEST; client++) {
            open(memory, client, 1);
            open(memory, client, 2);
        }
        flood(i -> memory.granted(grant(FIRST_SPOOFED + i, i & 0xFFFF), RULE, TWO_OPEN, nowNs), () -> {
            int client = HONEST + newOnes++;
            open(memory, client, 1);
            open(memory, client, 2);
        });

        for (int client = 0; client < HONEST + newOnes; client++) {
            assertThat(exceeds(memory, client)).as("client %d", client).isTrue();
        }
        assertThat(exceeds(memory, FIRST_SPOOFED + packetCount - 1)).isFalse();
        assertThat(memory.tally().size()).isLessThanOrEqualTo(StateOptions.DEFAULT.connections());
    }

    private void flood(Packet packet, Runnable meanwhile) {
        flood(0, packetCount / 100, packet, meanwhile);
        Meter meter = new Meter();
        flood(packetCount / 100, packetCount, packet, meanwhile);
        meter.assertNothingTaken(packetCount);
    }

    private void flood(int from, int to, Packet packet, Runnable meanwhile) {
        for (int i = from; i < to; i++) {
            nowNs += FLOOD_NS / packetCount;
            packet.offer(i);
            if (i % (packetCount / NEW_ONES) == 0) {
                meanwhile.run();
            }
        }
    }

    private FragmentMemory fragments() {
        FragmentMemory memory = new FragmentMemory(StateOptions.DEFAULT, SEED);
        for (int host = 0; host < HONEST; host++) {
            memory.passed(packets.fragmentIn(SERVER, host, -1, 0), false, 100, RULE, nowNs);
            memory.dropped(packets.fragmentIn(SERVER, host, -2, 0), RULE, nowNs);
        }
        return memory;
    }

    private void renew(FragmentMemory memory) {
        int host = newOnes % HONEST;
        int id = -3 - newOnes++;
        memory.passed(packets.fragmentIn(SERVER, host, id, 0), false, 100, RULE, nowNs);
        if (memory.verdict(packets.fragmentIn(SERVER, host, id, 1480), nowNs) != FragmentMemory.PASSED) {
            throw new AssertionError("a new first fragment for host " + host + " wasn't remembered");
        }
    }

    private void assertFragmentsStand(FragmentMemory memory) {
        assertPassedFragmentsStand(memory);
        for (int host = 0; host < HONEST; host++) {
            assertThat(memory.verdict(packets.fragmentIn(SERVER, host, -2, 1480), nowNs))
                    .isEqualTo(FragmentMemory.DROPPED);
        }
    }

    private void assertPassedFragmentsStand(FragmentMemory memory) {
        for (int host = 0; host < HONEST; host++) {
            assertThat(memory.verdict(packets.fragmentIn(SERVER, host, -1, 1480), nowNs))
                    .isEqualTo(FragmentMemory.PASSED);
        }
    }

    /** Each source sends twice as fast as it may. */
    private void compare(LimitMemory memory, LimitMemory quiet) {
        for (int source = 0; source < HONEST; source++) {
            for (int i = 0; i < 2; i++) {
                boolean expected = quiet.take(from(source), RULE, TEN_A_SECOND, nowNs);
                if (memory.take(from(source), RULE, TEN_A_SECOND, nowNs) != expected) {
                    throw new AssertionError("source " + source + " at " + nowNs + " ns: within was " + expected);
                }
            }
        }
    }

    private MatchFields from(int source) {
        return packets.udpIn(source, 40_000, 1, 389, MessageKind.REQUEST);
    }

    private void open(ConnectionMemory memory, int client, int port) {
        memory.granted(grant(client, port), RULE, TWO_OPEN, nowNs);
        packets.tcpIn(client, port, SERVER, SMB, Packets.ACK);
        memory.note(packets.numbered(1, NUMBER + 1), nowNs);
    }

    private MatchFields grant(int client, int port) {
        packets.tcpOut(SERVER, SMB, client, port, Packets.SYN | Packets.ACK);
        return packets.numbered(NUMBER, 1);
    }

    private boolean exceeds(ConnectionMemory memory, int client) {
        return memory.exceeds(packets.tcpIn(client, 9, SERVER, SMB, Packets.SYN), RULE, TWO_OPEN, nowNs);
    }

    /** One packet of a flood. */
    private interface Packet {
        void offer(int i);
    }
}
