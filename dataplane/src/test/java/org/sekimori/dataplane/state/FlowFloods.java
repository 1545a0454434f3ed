package org.sekimori.dataplane.state;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;

/**
 * Floods of distinct tuples against the flows of 100 honest hosts. Each has one flow that was answered, one asked a
 * while ago, and one asked just before the flood; and each asks again while it goes on.
 */
abstract class FlowFloods {
    private static final long SEED = 23;
    private static final long FLOOD_NS = SECONDS.toNanos(20);
    private static final int HONEST_HOSTS = 100;
    private static final int FLOODER = 5_000;
    private static final int FIRST_SPOOFED = 10_000;
    private static final int SERVER = 1;
    private static final int GAME = 27_015;
    private static final int ANSWERED_PORT = 1_000;
    private static final int OLD_PORT = 1_001;
    private static final int FRESH_PORT = 1_002;
    private static final int NEW_PORT = 2_000;
    private static final int NEW_FLOWS = 500;
    private static final int PORTS = 60_000;
    private static final int REQUEST = MessageKind.REQUEST;
    private static final int REPLY = MessageKind.REPLY;

    private final FlowMemory memory = new FlowMemory(StateOptions.DEFAULT, SEED);
    private final long memoryBytes = memory.memoryBytes();
    private final Packets packets;
    private final int tuples;
    private long nowNs;
    private int newFlows;

    FlowFloods(int ipVersion, int tuples) {
        packets = new Packets(ipVersion);
        this.tuples = tuples;
        for (int host = 0; host < HONEST_HOSTS; host++) {
            ask(host, ANSWERED_PORT);
            assertThat(isAnswered(host, ANSWERED_PORT)).isTrue();
            ask(host, OLD_PORT);
        }
        nowNs += SECONDS.toNanos(5);
        for (int host = 0; host < HONEST_HOSTS; host++) {
            ask(host, FRESH_PORT);
        }
    }

    @Test
    void shouldMakeNothingOfAFloodFromOutside() {
        long before = memory.tally().size();
        flood(FLOOD_NS, i -> {
            MatchFields tuple = packets.udpIn(i, i % PORTS, i % HONEST_HOSTS, i / HONEST_HOSTS % PORTS, REPLY);
            return memory.isSolicited(tuple, nowNs);
        });

        assertThat(memory.tally().size()).isEqualTo(before + newFlows);
        assertHonestFlowsStand();
    }

    @Test
    void shouldHoldOneInsideHostToItsQuotaWhateverItsSpeed() {
        flood(0, i -> noteFlood(FLOODER, i));

        assertThat(memory.tally().evicted()).isZero();
        assertQuotaHeld();
        assertHonestFlowsStand();
    }

    @Test
    void shouldHoldOneInsideHostToItsQuotaWhileTimePasses() {
        flood(FLOOD_NS, i -> noteFlood(FLOODER, i));

        assertThat(memory.tally().evicted()).isPositive();
        assertQuotaHeld();
        assertHonestFlowsStand();
    }

    @Test
    void shouldKeepFlowsAndServeKnownHostsUnderSpoofedInsideSources() {
        flood(FLOOD_NS, i -> noteFlood(FIRST_SPOOFED + i, i));

        assertThat(memory.tally().evicted()).isZero();
        assertHonestFlowsStand();
    }

    @Test
    void shouldKeepFlowsAndServeKnownHostsUnderSpoofedSourcesWithManyFlowsEach() {
        flood(FLOOD_NS, i -> noteFlood(FIRST_SPOOFED + i / 8, i));

        assertThat(memory.tally().size())
                .isLessThanOrEqualTo(StateOptions.DEFAULT.flows() * 3L / 4 + 10L * HONEST_HOSTS);
        assertHonestFlowsStand();
    }

    @Test
    void shouldLetTheHostsWithMostFlowsGiveWayWhenTheTableIsFull() {
        int flooders = 8;
        for (int host = FLOODER; host < FLOODER + flooders; host++) {
            ask(host, ANSWERED_PORT);
            assertThat(isAnswered(host, ANSWERED_PORT)).isTrue();
        }
        flood(5 * FLOOD_NS, i -> noteFlood(FLOODER + i % flooders, i));

        assertThat(memory.tally().evicted()).isPositive();
        assertThat(memory.tally().size())
                .isBetween(StateOptions.DEFAULT.flows() - 100L, (long) StateOptions.DEFAULT.flows());
        assertHonestFlowsStand();
    }

    /** Runs a flood that takes so long; honest hosts open and use new flows meanwhile. */
    private void flood(long floodNs, Tuple tuple) {
        flood(0, tuples / 100, floodNs / tuples, tuple);
        Meter meter = new Meter();
        flood(tuples / 100, tuples, floodNs / tuples, tuple);
        meter.assertNothingTaken(tuples);
        assertThat(memory.memoryBytes()).isEqualTo(memoryBytes);
    }

    private void flood(int from, int to, long gapNs, Tuple tuple) {
        for (int i = from; i < to; i++) {
            nowNs += gapNs;
            if (tuple.offer(i)) {
                throw new AssertionError("solicited: tuple " + i);
            }
            if (i % (tuples / NEW_FLOWS) == 0) {
                openNewFlow(i);
            }
        }
    }

    private void openNewFlow(int i) {
        int host = newFlows % HONEST_HOSTS;
        int port = NEW_PORT + newFlows++;
        ask(host, port);
        // Every host stays in use, as it was before.
        ask(host, ANSWERED_PORT);
        if (!isAnswered(host, port) || !isAnswered(host, ANSWERED_PORT)) {
            throw new AssertionError("no new flow for host " + host + " at tuple " + i);
        }
    }

    private void assertQuotaHeld() {
        int quota = StateOptions.DEFAULT.flowsPerHost();
        assertThat(memory.tally().size()).isLessThanOrEqualTo(quota + 3L * HONEST_HOSTS + newFlows);
        assertThat(memory.tally().refused()).isPositive();
    }

    /** Those whose time isn't over, that is. */
    private void assertHonestFlowsStand() {
        for (int host = 0; host < HONEST_HOSTS; host++) {
            assertThat(isAnswered(host, ANSWERED_PORT))
                    .as("answered flow of host %d", host)
                    .isTrue();
            if (nowNs < SECONDS.toNanos(30)) {
                assertThat(isAnswered(host, OLD_PORT))
                        .as("old flow of host %d", host)
                        .isTrue();
                assertThat(isAnswered(host, FRESH_PORT))
                        .as("fresh flow of host %d", host)
                        .isTrue();
            }
        }
    }

    private boolean noteFlood(int host, int i) {
        memory.note(packets.udpOut(host, i % PORTS, 1_000 + i / PORTS, GAME, REQUEST), nowNs);
        return false;
    }

    private void ask(int host, int port) {
        memory.note(packets.udpOut(host, port, SERVER, GAME, REQUEST), nowNs);
    }

    private boolean isAnswered(int host, int port) {
        return memory.isSolicited(packets.udpIn(SERVER, GAME, host, port, REPLY), nowNs);
    }

    /** One tuple of a flood; whether it was taken for an answer. */
    private interface Tuple {
        boolean offer(int i);
    }
}
