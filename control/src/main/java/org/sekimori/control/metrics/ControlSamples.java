package org.sekimori.control.metrics;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.sekimori.control.events.EventTally;
import org.sekimori.control.events.OutletTally;

/** What control counts of itself: its events, and its virtual machine. */
final class ControlSamples {
    private static final double MS_PER_SECOND = TimeUnit.SECONDS.toMillis(1);

    private final EventTally events;
    private final Supplier<ListenFacts> listening;

    ControlSamples(EventTally events, Supplier<ListenFacts> listening) {
        this.events = events;
        this.listening = listening;
    }

    void addTo(Samples samples) {
        samples.add(MetricFamily.EVENTS_READ, events.read());
        samples.add(MetricFamily.EVENTS_LOST, events.lost());
        samples.add(MetricFamily.EVENTS_SUPPRESSED, events.suppressedOfSources(), "source");
        samples.add(MetricFamily.EVENTS_SUPPRESSED, events.suppressedOfRules(), "rule");
        for (OutletTally outlet : events.outlets()) {
            samples.add(MetricFamily.EVENTS_WRITTEN, outlet.written(), outlet.name());
            samples.add(MetricFamily.EVENTS_DROPPED, outlet.dropped(), outlet.name());
            samples.add(MetricFamily.EVENTS_FAILURES, outlet.failures(), outlet.name());
        }
        ListenFacts facts = listening.get();
        facts.listening().forEach((where, isUp) -> samples.add(MetricFamily.LISTENER_UP, isUp ? 1 : 0, where));
        facts.certificateEnd().ifPresent(end -> samples.add(MetricFamily.CERTIFICATE_EXPIRY, end.getEpochSecond()));
        long collections = 0;
        long millis = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += Math.max(0, collector.getCollectionCount());
            millis += Math.max(0, collector.getCollectionTime());
        }
        samples.add(MetricFamily.GC_COLLECTIONS, collections, "control");
        samples.add(MetricFamily.GC_SECONDS, millis / MS_PER_SECOND, "control");
        samples.add(
                MetricFamily.CONTROL_START, ManagementFactory.getRuntimeMXBean().getStartTime() / MS_PER_SECOND);
        samples.add(
                MetricFamily.CONTROL_HEAP,
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
}
