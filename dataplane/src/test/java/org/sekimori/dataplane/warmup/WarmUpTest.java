package org.sekimori.dataplane.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.BoxOptions;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.policy.ShippedPolicy;

@Tag("long")
class WarmUpTest {
    private static final long LIMIT_NS = 5_000_000_000L;
    private static final long SHORT_NS = 100_000_000L;
    private static final long MEBIBYTE = 1 << 20;

    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final WarmUp warmUp = new WarmUp(BoxOptions.defaults(), ShippedPolicy.table(), faults::add);
    private final BoxCounters counters = warmUp.counters();

    private Practice practice;

    @BeforeEach
    void practise() {
        practice = warmUp.practise(LIMIT_NS);
    }

    @Test
    void shouldSayWhatItDid() {
        long received = counters.port(0).value(PortCounter.RECEIVED_FRAMES)
                + counters.port(1).value(PortCounter.RECEIVED_FRAMES);

        assertThat(practice.frames()).isPositive().isLessThanOrEqualTo(received);
        assertThat(practice.lastedNs()).isPositive();
        assertThat(new Practice(812_345, 1_002_999_999)).hasToString("practised 812345 frames in 1002 ms");
    }

    @Test
    void shouldGiveBackTheMemoryItTook() {
        long before = directBytes();

        WarmUp.practise(BoxOptions.defaults(), ShippedPolicy.table(), faults::add, SHORT_NS);

        // a thread of the JVM's frees it once the collection has found it
        long deadlineNs = System.nanoTime() + LIMIT_NS;
        while (directBytes() - before >= MEBIBYTE && System.nanoTime() - deadlineNs < 0) {
            Thread.onSpinWait();
        }
        assertThat(directBytes() - before).isLessThan(MEBIBYTE);
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void shouldMeetEveryRuleWithWholeFrames() {
        assertThat(faults).isEmpty();
        assertThat(counters.ruleNames()).hasSize(ShippedPolicy.table().ruleCount());
        for (int rule = 0; rule < counters.ruleNames().size(); rule++) {
            int counter = rule;
            assertThat(Arrays.stream(Kind.values())
                            .mapToLong(kind -> counters.rule(counter, kind))
                            .sum())
                    .as(counters.ruleName(rule))
                    .isPositive();
        }
        for (Reason reason : Reason.values()) {
            if (reason.word().startsWith("malformed") || reason.word().equals("undecodable")) {
                assertThat(counters.reason(reason, Kind.DROPPED))
                        .as(reason.word())
                        .isZero();
            }
        }
    }

    @Test
    void shouldSendBothWaysAndSuperFrames() {
        for (int port = 0; port < 2; port++) {
            assertThat(counters.port(port).value(PortCounter.TRANSMITTED_FRAMES))
                    .isPositive();
            assertThat(counters.port(port).value(PortCounter.RECEIVED_SUPER_FRAMES))
                    .isPositive();
            assertThat(counters.port(port).value(PortCounter.RECEIVED_CUT)).isZero();
            assertThat(counters.port(port).value(PortCounter.TRANSMIT_TOO_LONG)).isZero();
        }
    }
}
