package org.sekimori.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.port.MemoryPort;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.text.PolicyReader;

class PipelineTest {
    private static final PipelineOptions SMALL = new PipelineOptions(64, 16, 1);

    private final MemoryPort wan = new MemoryPort("wan");
    private final MemoryPort lan = new MemoryPort("lan");
    private final List<Integer> verdicts = new ArrayList<>();
    private final List<Long> epochs = new ArrayList<>();
    private BoxCounters counters;
    private PolicySource policies;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5})
    void shouldKeepOrderDropAndReleaseEveryFrameWhateverTheWorkers(int workers) throws Exception {
        Agent pipeline = pipeline(SMALL.withWorkerCount(workers), ShippedPolicy.table());
        List<byte[]> honest = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            byte[] frame = udp(i, i % 3 == 0 ? 389 : 5000 + i % 7);
            wan.arrive(frame);
            if (i % 3 != 0) {
                honest.add(frame);
            }
        }
        runDry(pipeline);
        assertThat(lan.departed()).containsExactlyElementsOf(honest);
        assertThat(wan.released())
                .containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
        assertThat(wan.departed()).isEmpty();
        assertThat(counters.direction(0, Kind.DROPPED)).isEqualTo(334);
        assertThat(counters.direction(0, Kind.PASSED)).isEqualTo(666);
        assertThat(counters.rule(counters.ruleNames().indexOf("cldap"), Kind.DROPPED))
                .isEqualTo(334);
    }

    @Test
    void shouldSendBothWaysAndJudgeEachByItsDirection() throws Exception {
        Agent pipeline = pipeline(SMALL, ShippedPolicy.table());
        wan.arrive(udp(1, 389));
        lan.arrive(udp(1, 389));
        runDry(pipeline);
        assertThat(lan.departed()).isEmpty();
        assertThat(wan.departed()).hasSize(1);
    }

    @Test
    void shouldCountMonitorMatchesAndPassThem() throws Exception {
        Agent pipeline = pipeline(SMALL, ShippedPolicy.table());
        lan.arrive(FrameBuilder.frame()
                .ipv4("192.0.2.9", "198.51.100.1")
                .tcp(4000, 445, 2)
                .bytes());
        runDry(pipeline);
        assertThat(wan.departed()).hasSize(1);
        int rule = counters.ruleNames().indexOf("rpc-smb-outbound");
        assertThat(counters.rule(rule, Kind.MONITORED)).isEqualTo(1);
        assertThat(counters.rule(rule, Kind.DROPPED)).isZero();
    }

    @Test
    void shouldDropMalformedInboundAndNameTheReason() throws Exception {
        Agent pipeline = pipeline(SMALL, ShippedPolicy.table());
        byte[] cut = FrameBuilder.frame()
                .ipv4("203.0.113.1", "192.0.2.9")
                .udp(1, 389)
                .cutTo(36)
                .bytes();
        wan.arrive(cut);
        lan.arrive(cut);
        runDry(pipeline);
        assertThat(lan.departed()).isEmpty();
        assertThat(wan.departed()).hasSize(1);
        assertThat(counters.reason(Reason.MALFORMED_IPV4_LENGTH, Kind.DROPPED)).isEqualTo(1);
        assertThat(counters.reason(Reason.MALFORMED_IPV4_LENGTH, Kind.PASSED)).isEqualTo(1);
    }

    @Test
    void shouldPassFramesWithoutIpWhateverTheDefault() throws Exception {
        Agent pipeline = pipeline(SMALL, policy("defaults: {inbound: drop}\nrules: []"));
        byte[] arp = FrameBuilder.frame()
                .etherType(0x0806)
                .payload("who has?")
                .padTo(60)
                .bytes();
        wan.arrive(arp);
        wan.arrive(udp(1, 80));
        runDry(pipeline);
        assertThat(lan.departed()).containsExactly(arp);
    }

    @Test
    void shouldJudgeABatchByOnePolicyAndKeepARulesCounterOverAReload() throws Exception {
        Agent pipeline = pipeline(SMALL, ShippedPolicy.table());
        wan.arrive(udp(1, 389));
        runDry(pipeline);
        policies.publish(policy("rules:\n  - {name: other, direction: inbound}\n"
                + "  - {name: cldap, direction: inbound, protocol: udp, destination-ports: 389}"));
        wan.arrive(udp(1, 389));
        runDry(pipeline);
        policies.publish(ShippedPolicy.table());
        wan.arrive(udp(1, 389));
        runDry(pipeline);
        assertThat(epochs).containsExactly(1L, 2L, 3L);
        assertThat(counters.rule(counters.ruleNames().indexOf("cldap"), Kind.DROPPED))
                .isEqualTo(2);
        assertThat(counters.rule(counters.ruleNames().indexOf("other"), Kind.DROPPED))
                .isEqualTo(1);
    }

    @Test
    void shouldFlushOncePerDutyCycleNotPerFrame() throws Exception {
        Agent pipeline = pipeline(SMALL, ShippedPolicy.table());
        for (int i = 0; i < 16; i++) {
            wan.arrive(udp(i, 80));
        }
        pipeline.doWork();
        assertThat(lan.departed()).hasSize(16);
        assertThat(lan.flushes()).isEqualTo(1);
    }

    @Test
    void shouldRefuseShapesThatCannotWork() {
        assertThatThrownBy(() -> new PipelineOptions(100, 16, 1)).hasMessageContaining("ringSlots 100");
        assertThatThrownBy(() -> new PipelineOptions(64, 0, 1)).hasMessageContaining("batchLimit 0");
        assertThatThrownBy(() -> new PipelineOptions(64, 16, 65)).hasMessageContaining("workerCount 65");
    }

    private Agent pipeline(PipelineOptions options, PolicyTable first) {
        counters = new BoxCounters("wan", "lan", options.judgeCount());
        policies = new PolicySource(first, counters);
        Pipeline pipeline = new Pipeline(options, new PortPair(wan, lan), policies, counters, slot -> {
            verdicts.add(slot.verdict());
            epochs.add(slot.epoch());
            assertThat(Verdict.isDrop(slot.verdict()) || slot.captureLength() > 0)
                    .isTrue();
        });
        return pipeline.sharedAgent();
    }

    private static void runDry(Agent pipeline) throws Exception {
        while (pipeline.doWork() > 0) {}
    }

    private static PolicyTable policy(String body) {
        return PolicyTable.over(PolicyCompiler.compile(PolicyReader.read("test", "version: 1\nname: test\n" + body)
                .policy()
                .orElseThrow()));
    }

    /** A datagram from one of many sources. */
    private static byte[] udp(int source, int destinationPort) {
        return FrameBuilder.frame()
                .ipv4("203.0.113." + source % 250, "192.0.2.9")
                .udp(4000, destinationPort)
                .payload("frame " + source)
                .bytes();
    }
}
