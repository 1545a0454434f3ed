package org.sekimori.control.api;

import java.util.Optional;
import org.sekimori.control.events.Event;
import org.sekimori.control.events.LiveEvents;
import org.sekimori.control.events.RecentEvents;
import org.sekimori.control.http.EventSink;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.HttpRequest;
import org.sekimori.control.http.StreamEndpoint;

/** Events as they happen; with {@code last=N} the last ones, as one answer. */
final class EventsEndpoint implements StreamEndpoint {
    private final RecentEvents recent;
    private final LiveEvents live;

    EventsEndpoint(RecentEvents recent, LiveEvents live) {
        this.recent = recent;
        this.live = live;
    }

    @Override
    public Optional<HttpAnswer> answerInstead(HttpRequest request) {
        if (request.parameter("last").isEmpty()) {
            return Optional.empty();
        }
        int count = request.number("last", 0, 0, RecentEvents.CAPACITY);
        return Optional.of(HttpAnswer.json(200, json -> {
            json.writeArrayFieldStart("events");
            for (Event event : recent.last(count)) {
                json.writeRawValue(event.json());
            }
            json.writeEndArray();
        }));
    }

    @Override
    public void open(HttpRequest request, EventSink sink) {
        LiveEvents.Subscription listening =
                live.subscribe(event -> sink.send(event.kind().word(), event.json()));
        sink.onClose(listening::close);
    }
}
