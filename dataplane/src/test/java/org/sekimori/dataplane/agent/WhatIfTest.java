package org.sekimori.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.event.DropListener;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.port.MemoryPort;
import org.sekimori.dataplane.whatif.HostChange;
import org.sekimori.dataplane.whatif.WhatIfCounters;
import org.sekimori.dataplane.whatif.WhatIfEnd;
import org.sekimori.policy.PolicyTable;

/** A candidate judges the same frames, changes the fate of none, and what it would change is told by host and rule. */
class WhatIfTest {
    private static final int SECONDS = 3600;
    private static final PolicyTable ACTIVE = policy("old", "4000");
    private static final PolicyTable CANDIDATE = policy("new", "5000");

    private final MemoryPort wan = new MemoryPort("wan");
    private final MemoryPort lan = new MemoryPort("lan");
    private BoxFile file;
    private WhatIfSource whatIfs;
    private PolicySource policies;
    private final List<String> ends = new ArrayList<>();
    private Agent pipeline;

    private static PolicyTable policy(String rule, String port) {
        return JudgeBench.table("name: p\nrules:\n  - {name: " + rule
                + ", direction: inbound, protocol: udp, destination-ports: " + port + "}\n");
    }

    private void start(int workers) {
        start(workers, SystemNanoClock.INSTANCE, CostGauge::new);
    }

    private void start(int workers, NanoClock clock, Supplier<CostGauge> gauges) {
        PipelineOptions options = new PipelineOptions(64, 16, workers);
        file = BoxFile.inMemory(BoxFileShape.of(options.judgeCount()));
        file.counters("wan", "lan");
        policies = new PolicySource(ACTIVE, file.counters());
        whatIfs = new WhatIfSource(options, file.counters(), file::whatIf, clock, gauges);
        whatIfs.onEnd(ends::add);
        Instruments instruments = new Instruments(
                file.counters(), Heartbeat.NONE, worker -> DropListener.NONE, Optional.empty(), whatIfs);
        pipeline = new Pipeline(options, new PortPair(wan, lan), policies, instruments, VerdictListener.NONE)
                .sharedAgent();
    }

    private void send(String host, int port, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            wan.arrive(FrameBuilder.frame()
                    .ipv4("198.51.100.7", host)
                    .udp(1234, port)
                    .payload("x")
                    .bytes());
        }
        int idle = 0;
        while (idle < 3) {
            idle = pipeline.doWork() == 0 ? idle + 1 : 0;
        }
    }

    private WhatIfCounters counters() {
        return file.reader().whatIf();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void shouldTellWhatWouldChangeAndChangeNothing(int workers) throws Exception {
        start(workers);
        send("192.0.2.1", 5000, 10);
        assertThat(counters().run()).isZero();
        assertThat(counters().comparedFrames()).isZero();
        whatIfs.begin(CANDIDATE, SECONDS);
        send("192.0.2.1", 5000, 30);
        send("192.0.2.2", 4000, 20);
        send("192.0.2.2", 5000, 5);
        send("192.0.2.3", 53, 7);
        assertThat(lan.departed()).hasSize(10 + 30 + 5 + 7);
        assertThat(file.counters().direction(0, Kind.DROPPED)).isEqualTo(20);
        WhatIfCounters counters = counters();
        assertThat(counters.isRunning()).isTrue();
        assertThat(counters.checksum()).isEqualTo(CANDIDATE.checksum());
        assertThat(counters.comparedFrames()).isEqualTo(62);
        assertThat(counters.additionalFrames()).isEqualTo(35);
        assertThat(counters.stoppedFrames()).isEqualTo(20);
        assertThat(counters.additionalBytes()).isEqualTo(35 * lan.departed().get(0).length);
        List<HostChange> hosts = counters.hosts();
        assertThat(hosts).extracting(HostChange::frames).containsExactly(30L, 25L);
        assertThat(hosts.get(0).addressLow() & 0xFF).isEqualTo(1);
        assertThat(hosts.get(0).candidateRule()).isEqualTo("new");
        assertThat(hosts.get(0).activeRule()).isEmpty();
        assertThat(hosts.get(1).additionalFrames()).isEqualTo(5);
        assertThat(hosts.get(1).stoppedFrames()).isEqualTo(20);
        whatIfs.end();
        send("192.0.2.1", 5000, 10);
        assertThat(counters().isRunning()).isFalse();
        assertThat(counters().comparedFrames()).isEqualTo(62);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldBeginAnewWithEachCandidate(int workers) throws Exception {
        start(workers);
        whatIfs.begin(CANDIDATE, SECONDS);
        send("192.0.2.1", 5000, 30);
        whatIfs.begin(ACTIVE, SECONDS);
        assertThat(counters().additionalFrames()).isZero();
        send("192.0.2.1", 5000, 30);
        send("192.0.2.1", 4000, 30);
        assertThat(counters().comparedFrames()).isEqualTo(60);
        assertThat(counters().additionalFrames() + counters().stoppedFrames()).isZero();
        assertThat(counters().hosts()).isEmpty();
        policies.publish(CANDIDATE);
        send("192.0.2.1", 5000, 3);
        assertThat(counters().stoppedFrames()).isEqualTo(3);
        assertThat(counters().hosts().get(0).activeRule()).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(ints = 1)
    void shouldHoldTheHostsMostAffectedAmongMany(int workers) throws Exception {
        start(workers);
        whatIfs.begin(CANDIDATE, SECONDS);
        List<String> loud = new ArrayList<>();
        for (int round = 0; round < 20; round++) {
            for (int host = 0; host < 1000; host++) {
                send("10." + round + "." + host / 250 + "." + host % 250, 5000, 1);
            }
            send("192.0.2." + round, 5000, 100);
            loud.add("192.0.2." + round);
        }
        WhatIfCounters counters = counters();
        assertThat(counters.additionalFrames()).isEqualTo(20 * 1100);
        List<HostChange> hosts = counters.hosts();
        assertThat(hosts.stream().filter(host -> host.frames() == 100)).hasSize(loud.size());
        long held = hosts.stream().mapToLong(HostChange::additionalFrames).sum();
        assertThat(held + counters.additionalFramesElsewhere()).isEqualTo(counters.additionalFrames());
    }

    /** Each frame takes the candidate 13 ms; the workers stop by themselves, and whoever looks after them ends it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldEndByItselfWhereItCostsTooMuch(int workers) throws Exception {
        AtomicLong threadNs = new AtomicLong();
        start(workers, SystemNanoClock.INSTANCE, () -> new CostGauge(() -> threadNs.getAndAdd(13_000_000)));
        whatIfs.begin(CANDIDATE, SECONDS);
        send("192.0.2.1", 5000, 300);
        assertThat(lan.departed()).hasSize(300);
        assertThat(counters().comparedFrames()).isBetween(8L, 20L);
        assertThat(counters().isRunning()).isTrue();
        whatIfs.poll();
        assertThat(counters().isRunning()).isFalse();
        assertThat(whatIfs.isComparing()).isFalse();
        assertThat(counters().end()).isEqualTo(WhatIfEnd.COST);
        assertThat(counters().frameNs()).isEqualTo(13_000_000);
        assertThat(counters().sharePerMille()).isGreaterThan(0);
        assertThat(ends).singleElement().asString().contains("'p'").contains("25 %");
        whatIfs.begin(ACTIVE, SECONDS);
        send("192.0.2.1", 5000, 3);
        assertThat(counters().end()).isEqualTo(WhatIfEnd.NONE);
        assertThat(counters().comparedFrames()).isEqualTo(3);
    }

    /** The workers look at the deadline themselves: nobody else need be alive. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldCompareNothingOnceItsTimeIsOver(int workers) throws Exception {
        AtomicLong aheadNs = new AtomicLong(TimeUnit.SECONDS.toNanos(-10));
        start(workers, () -> System.nanoTime() + aheadNs.get(), CostGauge::new);
        whatIfs.begin(CANDIDATE, 5);
        send("192.0.2.1", 5000, 30);
        assertThat(counters().comparedFrames()).isZero();
        whatIfs.poll();
        assertThat(counters().isRunning()).isTrue();
        aheadNs.set(0);
        whatIfs.poll();
        assertThat(counters().isRunning()).isFalse();
        assertThat(counters().end()).isEqualTo(WhatIfEnd.TIME);
        assertThat(whatIfs.isComparing()).isFalse();
        whatIfs.end();
        assertThat(counters().end()).isEqualTo(WhatIfEnd.TIME);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, WhatIfSource.MAX_SECONDS + 1})
    void shouldRefuseToRunForEver(int seconds) {
        start(0);
        assertThatThrownBy(() -> whatIfs.begin(CANDIDATE, seconds))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 86400");
    }
}
