package org.sekimori.control.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.sekimori.control.report.BoxHealth;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.boxfile.PolicyNotice;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.TransitHistogram;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.state.MemoryKind;
import org.sekimori.dataplane.state.Tally;
import org.sekimori.policy.Direction;

/** What the box counts and says, read from its file at each scrape. Without a box only {@code sekimori_box_up} is left. */
final class BoxSamples {
    /** Most rules that get series of their own: a rule once seen keeps its counter, and names can go on being new. */
    static final int MAX_RULES = 1000;

    private static final double MS_PER_SECOND = TimeUnit.SECONDS.toMillis(1);
    private static final double NS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<Optional<BoxFileReader>> box;
    private final LongSupplier nanoClock;

    BoxSamples(Supplier<Optional<BoxFileReader>> box, LongSupplier nanoClock) {
        this.box = box;
        this.nanoClock = nanoClock;
    }

    void addTo(Samples samples) {
        Optional<BoxFileReader> reader = box.get();
        Optional<BoxStatus> status = reader.flatMap(BoxHealth::status);
        if (status.isEmpty()) {
            samples.add(MetricFamily.BOX_UP, false);
            samples.add(MetricFamily.LINE_UP, false);
            return;
        }
        addStatus(samples, status.get());
        new LineSamples(samples, status.get()).addAll();
        GuardSamples.addTo(samples, status.get());
        addCounters(samples, reader.get().counters());
        addTransit(samples, reader.get().transit());
    }

    private void addStatus(Samples samples, BoxStatus status) {
        samples.add(MetricFamily.BOX_UP, BoxHealth.isFiltering(status));
        samples.add(MetricFamily.HEARTBEAT_AGE, status.heartbeatAgeNs() / NS_PER_SECOND);
        samples.add(MetricFamily.BOX_START, status.startedEpochMs() / MS_PER_SECOND);
        samples.add(MetricFamily.GC_COLLECTIONS, status.gcCount(), "box");
        samples.add(MetricFamily.GC_SECONDS, status.gcMillis() / MS_PER_SECOND, "box");
        PolicyNotice policy = status.policy();
        samples.info(
                MetricFamily.POLICY_INFO, policy.policyName(), BoxHealth.checksum(policy.checksum()), policy.origin());
        samples.add(MetricFamily.POLICY_EPOCH, policy.epoch());
        samples.add(MetricFamily.POLICY_RULES, policy.ruleCount());
        samples.add(MetricFamily.POLICY_MONITOR_ONLY, policy.monitorOnly());
        samples.add(MetricFamily.POLICY_KEPT, policy.kept());
        samples.add(
                MetricFamily.POLICY_CONFIRM, BoxHealth.confirmLeftNs(policy, nanoClock.getAsLong()) / NS_PER_SECOND);
    }

    private static void addCounters(Samples samples, BoxCounters counters) {
        new PortSamples(samples, "wan", counters.port(0)).addAll();
        new PortSamples(samples, "lan", counters.port(1)).addAll();
        for (Direction direction : Direction.values()) {
            int index = direction.ordinal();
            for (Kind kind : List.of(Kind.PASSED, Kind.DROPPED)) {
                samples.add(MetricFamily.FRAMES, counters.direction(index, kind), direction.word(), kind.word());
                samples.add(
                        MetricFamily.FRAME_BYTES, counters.directionBytes(index, kind), direction.word(), kind.word());
            }
            samples.add(MetricFamily.UNDERSIZED, counters.undersized(index), direction.word());
        }
        addRules(samples, counters);
        addReasons(samples, counters);
        for (MemoryKind memory : MemoryKind.values()) {
            add(samples, MetricFamily.MEMORY_ENTRIES, counters, memory, Tally::size);
            add(samples, MetricFamily.MEMORY_EXPIRED, counters, memory, Tally::expired);
            add(samples, MetricFamily.MEMORY_EVICTED, counters, memory, Tally::evicted);
            add(samples, MetricFamily.MEMORY_REFUSED, counters, memory, Tally::refused);
        }
    }

    private static void add(
            Samples samples,
            MetricFamily family,
            BoxCounters counters,
            MemoryKind memory,
            ToLongFunction<Tally> count) {
        samples.add(family, counters.memory(memory, count), memory.word());
    }

    private static void addRules(Samples samples, BoxCounters counters) {
        List<String> rules = counters.ruleNames();
        int listed = Math.min(rules.size(), MAX_RULES);
        for (int rule = 0; rule < listed; rule++) {
            for (Kind kind : Kind.values()) {
                samples.add(MetricFamily.RULE_FRAMES, counters.rule(rule, kind), rules.get(rule), kind.word());
                samples.add(MetricFamily.RULE_BYTES, counters.ruleBytes(rule, kind), rules.get(rule), kind.word());
            }
        }
        samples.add(MetricFamily.RULES_OMITTED, rules.size() - listed);
    }

    private static void addReasons(Samples samples, BoxCounters counters) {
        for (Reason reason : Reason.values()) {
            if (reason != Reason.NONE) {
                for (Kind kind : Kind.values()) {
                    samples.add(MetricFamily.REASON_FRAMES, counters.reason(reason, kind), reason.word(), kind.word());
                    samples.add(
                            MetricFamily.REASON_BYTES, counters.reasonBytes(reason, kind), reason.word(), kind.word());
                }
            }
        }
    }

    private static void addTransit(Samples samples, TransitHistogram transit) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int bucket = 0; bucket < TransitHistogram.BUCKETS; bucket++) {
            boolean isLast = bucket == TransitHistogram.BUCKETS - 1;
            double bound = isLast ? Double.POSITIVE_INFINITY : TransitHistogram.boundNs(bucket) / NS_PER_SECOND;
            buckets.bucket(bound, transit.count(bucket));
        }
        samples.histogram(MetricFamily.TRANSIT, buckets.build(), transit.sumNs() / NS_PER_SECOND);
    }
}
