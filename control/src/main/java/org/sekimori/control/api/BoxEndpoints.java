package org.sekimori.control.api;

import java.util.Optional;
import java.util.function.Supplier;
import org.sekimori.control.events.EventPump;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.Router;
import org.sekimori.control.metrics.ListenFacts;
import org.sekimori.control.metrics.MetricsRegistry;
import org.sekimori.control.report.BoxHealth;
import org.sekimori.control.report.CounterJson;
import org.sekimori.control.report.GuardText;
import org.sekimori.control.status.ControlFacts;
import org.sekimori.control.status.SystemStatus;
import org.sekimori.dataplane.boxfile.BoxFileWatch;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.boxfile.GuardNotice;
import org.sekimori.dataplane.command.BoxLink;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.line.PortState;

/**
 * The end points that tell of the box: status, counters, metrics, events. Control makes one of the services it has, and adds
 * it to its router before the server starts; closed after the server.
 */
public final class BoxEndpoints implements AutoCloseable {
    private final BoxFileWatch watch;
    private final Supplier<ControlFacts> facts;
    private final MetricsEndpoint metrics;
    private final EventsEndpoint events;
    private final DropCaptureEndpoint capture;

    /**
     * End points over these services.
     *
     * @param facts what control says of itself when it is asked
     * @param box asked for captures of drops
     */
    public BoxEndpoints(BoxFileWatch watch, EventPump pump, Supplier<ControlFacts> facts, BoxLink box) {
        this(watch, pump, facts, box, () -> ListenFacts.NONE);
    }

    /** The same with metrics of the server. */
    public BoxEndpoints(
            BoxFileWatch watch,
            EventPump pump,
            Supplier<ControlFacts> facts,
            BoxLink box,
            Supplier<ListenFacts> listening) {
        this.watch = watch;
        this.facts = facts;
        metrics = new MetricsEndpoint(new MetricsRegistry(
                watch::current, pump.tally(), listening, () -> facts.get().policies()));
        events = new EventsEndpoint(pump.recent(), pump.live());
        capture = new DropCaptureEndpoint(box, pump.captures());
    }

    /** Adds all of them. */
    public void addTo(Router.Builder routes) {
        routes
                .open("GET", "/healthz", request -> health())
                .add("GET", "/api/v1/status", new StatusEndpoint(this::status))
                .add("GET", "/api/v1/counters", request -> counters())
                .add("GET", "/metrics", metrics)
                .stream("/api/v1/events", events)
                .download("/api/v1/events.pcap", capture);
    }

    private SystemStatus status() {
        return SystemStatus.of(watch, Optional.of(facts.get()));
    }

    /** For whoever watches without credentials: control answers, and this is what it sees of the box. */
    private HttpAnswer health() {
        SystemStatus status = SystemStatus.of(watch, Optional.empty());
        String line = status.box().map(BoxEndpoints::lineWords).orElse("")
                + status.box().map(BoxEndpoints::guardWords).orElse("");
        return HttpAnswer.text(status.isHealthy() ? 200 : 503, status.boxState() + line + "\n");
    }

    /** Nothing while the box decides; else that kernel programs do. */
    private static String guardWords(BoxStatus box) {
        boolean isAlone = GuardText.isLeftBehind(box)
                || BoxHealth.isFiltering(box) && box.guard().isAlone();
        return isAlone ? "\nguard " + GuardNotice.ALONE : "";
    }

    /** Behind the box's state: nothing where the line is up, else how it and its ports are. */
    private static String lineWords(BoxStatus box) {
        if (!BoxHealth.isFiltering(box) || BoxHealth.isLineUp(box)) {
            return "";
        }
        StringBuilder words = new StringBuilder("\nline ").append(BoxHealth.lineWord(box));
        for (PortRole role : PortRole.values()) {
            PortState port = box.line().port(role);
            words.append(", ")
                    .append(role.word())
                    .append(' ')
                    .append(port.link().word());
            if (!port.condition().isEmpty()) {
                words.append(" (blocked)");
            }
        }
        return words.toString();
    }

    private HttpAnswer counters() {
        SystemStatus status = SystemStatus.of(watch, Optional.empty());
        if (status.counters().isEmpty()) {
            return HttpAnswer.problem(503, "No box", status.boxProblem());
        }
        return HttpAnswer.json(
                200, json -> CounterJson.writeAll(json, status.counters().get()));
    }

    @Override
    public void close() {
        capture.close();
    }
}
