package org.sekimori.control.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.EnumMap;
import java.util.Map;

/** The values of one scrape, by family. */
final class Samples {
    private final Map<MetricFamily, MetricSnapshot.Builder<?>> families = new EnumMap<>(MetricFamily.class);

    /** One value of a counter or gauge; label values in the order of the family's labels. */
    void add(MetricFamily family, double value, String... labelValues) {
        Labels labels = labels(family, labelValues);
        switch (family.type()) {
            case COUNTER ->
                builder(family, CounterSnapshot.builder())
                        .dataPoint(CounterDataPointSnapshot.builder()
                                .value(value)
                                .labels(labels)
                                .build());
            case GAUGE ->
                builder(family, GaugeSnapshot.builder())
                        .dataPoint(GaugeDataPointSnapshot.builder()
                                .value(value)
                                .labels(labels)
                                .build());
            default -> throw new IllegalArgumentException(family + " is not one value");
        }
    }

    void add(MetricFamily family, boolean value, String... labelValues) {
        add(family, value ? 1 : 0, labelValues);
    }

    /** What an info says, in the order of the family's labels. */
    void info(MetricFamily family, String... labelValues) {
        builder(family, InfoSnapshot.builder())
                .dataPoint(InfoDataPointSnapshot.builder()
                        .labels(labels(family, labelValues))
                        .build());
    }

    void histogram(MetricFamily family, ClassicHistogramBuckets buckets, double sum) {
        builder(family, HistogramSnapshot.builder())
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(buckets)
                        .sum(sum)
                        .build());
    }

    private static Labels labels(MetricFamily family, String... values) {
        return Labels.of(family.labels().toArray(String[]::new), values);
    }

    private <B extends MetricSnapshot.Builder<B>> B builder(MetricFamily family, B fresh) {
        @SuppressWarnings("unchecked")
        B known = (B) families.computeIfAbsent(
                family, first -> fresh.name(baseName(family)).help(family.help()));
        return known;
    }

    /** The name without what the library adds. */
    private static String baseName(MetricFamily family) {
        String name = family.metricName();
        return name.substring(0, name.length() - family.type().suffix().length());
    }

    MetricSnapshots snapshots() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        families.values().forEach(family -> all.metricSnapshot(family.build()));
        return all.build();
    }
}
