package org.sekimori.control.metrics;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.sekimori.control.events.EventTally;
import org.sekimori.control.reload.PolicyReport;
import org.sekimori.dataplane.boxfile.BoxFileReader;

/**
 * All metrics, read anew at each scrape; holds no values and no threads, so there is nothing to start or close. Made by
 * control as {@code new MetricsRegistry(watch::current, pump.tally())}, with the {@code BoxFileWatch} that the rest of
 * control uses, and handed to the end point of {@code /metrics}.
 */
public final class MetricsRegistry {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormats formats = ExpositionFormats.init();

    /** Metrics of the box that is found there at each scrape, and of this process. */
    public MetricsRegistry(Supplier<Optional<BoxFileReader>> box, EventTally events) {
        this(box, events, () -> ListenFacts.NONE, Optional::empty);
    }

    /** The same with those of a server, and what control tells of policies. */
    public MetricsRegistry(
            Supplier<Optional<BoxFileReader>> box,
            EventTally events,
            Supplier<ListenFacts> listening,
            Supplier<Optional<PolicyReport>> policies) {
        BoxSamples boxSamples = new BoxSamples(box, System::nanoTime);
        ControlSamples controlSamples = new ControlSamples(events, listening);
        MultiCollector all = () -> {
            Samples samples = new Samples();
            boxSamples.addTo(samples);
            controlSamples.addTo(samples);
            policies.get().ifPresent(report -> new PolicySamples(report).addTo(samples));
            return samples.snapshots();
        };
        registry.register(all);
    }

    /**
     * One scrape.
     *
     * @param accept the request's header {@code Accept}: OpenMetrics where it asks for that, else Prometheus' text format
     */
    public Page scrape(String accept) {
        ExpositionFormatWriter writer = accept.contains("application/openmetrics-text")
                ? formats.getOpenMetricsTextFormatWriter()
                : formats.getPrometheusTextFormatWriter();
        MetricSnapshots snapshots = registry.scrape();
        ByteArrayOutputStream page = new ByteArrayOutputStream(1 << 16);
        try {
            writer.write(page, snapshots);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return new Page(writer.getContentType(), page.toByteArray());
    }

    /** What is served. */
    public record Page(String contentType, byte[] body) {}
}
