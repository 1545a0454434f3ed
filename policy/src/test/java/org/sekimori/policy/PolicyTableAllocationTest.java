package org.sekimori.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.compile.PolicyCompiler;

class PolicyTableAllocationTest {
    private static final int ROUNDS = 20_000;
    private static final int PACKETS = 64;
    /** What the two readings of the meter may themselves cost, far below one byte a packet. */
    private static final long METER_BYTES = 4096;

    private static int sink;

    @Tag("long")
    @Test
    void shouldAllocateNothing() {
        long seed = 7;
        MatchFields[] packets = packets(seed);
        List<PolicyTable> tables = List.of(
                ShippedPolicy.table(),
                PolicyTable.over(PolicyCompiler.compile(new RandomPolicies(seed).policy())),
                PolicyTable.over(PolicyCompiler.compile(new RandomPolicies(seed + 1).policy())),
                PolicyTable.over(PolicyCompiler.compile(new RandomPolicies(seed).policy(80))),
                PolicyTable.over(PolicyCompiler.compile(new RandomPolicies(seed).watching(120))));
        PacketMemory memory = rule -> sink += rule;
        for (PolicyTable table : tables) {
            evaluateAll(table, packets, memory);
            long before = allocated();
            evaluateAll(table, packets, memory);
            assertThat(allocated() - before)
                    .as("bytes for %d packets", ROUNDS * PACKETS)
                    .isLessThan(METER_BYTES);
        }
    }

    private static void evaluateAll(PolicyTable table, MatchFields[] packets, PacketMemory memory) {
        for (int round = 0; round < ROUNDS; round++) {
            for (MatchFields fields : packets) {
                sink += table.evaluate(fields, memory);
            }
        }
    }

    private static MatchFields[] packets(long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        MatchFields[] packets = new MatchFields[PACKETS];
        for (int i = 0; i < PACKETS; i++) {
            packets[i] = new MatchFields();
            random.packet(packets[i]);
        }
        return packets;
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
