package org.sekimori.dataplane.state;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.policy.MessageKind;

/** Random questions and answers in a memory so small that everything gives way to everything. */
@Tag("long")
class FlowMemoryModelTest {
    private static final int STEPS = 3_000;
    private static final int[] SERVICES = {53, 123, 27_015, 27_016};

    @ParameterizedTest
    @CsvSource({"4, 64, 24, 1", "6, 64, 64, 2", "4, 160, 20, 3", "6, 160, 100, 4", "4, 16, 16, 5", "4, 128, 128, 6"})
    void shouldAgreeWithTheReference(int ipVersion, int capacity, int quota, long seed) {
        FlowMemory memory = new FlowMemory(new StateOptions(capacity, quota, 16, 1, 16, 16, 1), seed);
        ReferenceFlows reference = new ReferenceFlows(capacity, quota);
        Packets packets = new Packets(ipVersion);
        SplittableRandom random = new SplittableRandom(seed);
        long nowNs = 0;
        for (int step = 0; step < STEPS; step++) {
            // Quiet times and busy ones, so that the table runs full and empty.
            boolean isBusy = step / 500 % 4 != 0;
            nowNs += 1 + random.nextLong(MILLISECONDS.toNanos(isBusy ? 150 : 2_000));
            memory.expire(nowNs, Integer.MAX_VALUE);
            reference.expire(nowNs);
            int host = random.nextInt(random.nextBoolean() ? 2 : capacity / 8 + 3);
            int port = 1_000 + random.nextInt(40);
            int service = SERVICES[random.nextInt(SERVICES.length)];
            String key = host + ":" + port + ">" + service;
            String at = "step " + step + ", seed " + seed + ": " + key;
            if (random.nextInt(4) == 0) {
                boolean isSolicited =
                        memory.isSolicited(packets.udpIn(1, service, host, port, MessageKind.REPLY), nowNs);
                assertThat(isSolicited).as(at).isEqualTo(reference.answer(key, nowNs));
            } else {
                memory.note(packets.udpOut(host, port, 1, service, MessageKind.REQUEST), nowNs);
                reference.ask(key, host, phase(service), nowNs);
            }
            assertThat(memory.tally().size()).as(at).isEqualTo(reference.size());
            assertThat(memory.tally().refused()).as(at).isEqualTo(reference.refused);
            assertThat(memory.tally().evicted()).as(at).isEqualTo(reference.evicted);
        }
        assertThat(reference.evicted).as("the rule was tried").isPositive();
        assertThat(reference.refused).as("the rule was tried").isPositive();
    }

    private static int phase(int service) {
        return service == 53 ? FlowPhase.DNS : service == 123 ? FlowPhase.NTP : FlowPhase.UDP_ASKED;
    }
}
