package org.sekimori.control.events;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** One thing that happened, as fields in their order. Values are strings, whole numbers or truth values; never changes. */
public final class Event {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

    private final EventKind kind;
    private final long timeEpochNs;
    private final Map<EventField, Object> fields;
    private final String json;

    private Event(Builder builder) {
        kind = builder.kind;
        timeEpochNs = builder.timeEpochNs;
        fields = Collections.unmodifiableMap(new EnumMap<>(builder.fields));
        json = EventJson.line(fields);
    }

    /**
     * Begins an event of that kind.
     *
     * @param timeEpochNs nanoseconds since 1970
     */
    public static Builder at(long timeEpochNs, EventKind kind) {
        return new Builder(timeEpochNs, kind);
    }

    public EventKind kind() {
        return kind;
    }

    public long timeEpochNs() {
        return timeEpochNs;
    }

    /** What it says, in the order of {@link EventField}. */
    public Map<EventField, Object> fields() {
        return fields;
    }

    /** One line of JSON, without the line feed. */
    public String json() {
        return json;
    }

    @Override
    public String toString() {
        return json;
    }

    /** Collects the fields of one event. */
    public static final class Builder {
        private final EventKind kind;
        private final long timeEpochNs;
        private final Map<EventField, Object> fields = new EnumMap<>(EventField.class);

        private Builder(long timeEpochNs, EventKind kind) {
            this.kind = kind;
            this.timeEpochNs = timeEpochNs;
            with(EventField.TIME, TIME.format(Instant.ofEpochSecond(0, timeEpochNs)));
            with(EventField.EVENT, kind.word());
        }

        public Builder with(EventField field, String value) {
            fields.put(field, value);
            return this;
        }

        public Builder with(EventField field, long value) {
            fields.put(field, value);
            return this;
        }

        public Builder with(EventField field, boolean value) {
            fields.put(field, value);
            return this;
        }

        public Event build() {
            return new Event(this);
        }
    }
}
