package org.sekimori.control.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** An event's fields as one line of JSON, and back. */
public final class EventJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private EventJson() {}

    /** One object on one line, without the line feed. */
    static String line(Map<EventField, Object> fields) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            for (Map.Entry<EventField, Object> field : fields.entrySet()) {
                write(json, field.getKey().word(), field.getValue());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return line.toString();
    }

    private static void write(JsonGenerator json, String name, Object value) throws IOException {
        if (value instanceof Long number) {
            json.writeNumberField(name, number);
        } else if (value instanceof Boolean truth) {
            json.writeBooleanField(name, truth);
        } else {
            json.writeStringField(name, (String) value);
        }
    }

    /** The fields of a line that {@link Event#json} made; empty where it is not such a line. Fields of no known name are left out. */
    public static Optional<Map<EventField, Object>> fields(String line) {
        try (JsonParser json = FACTORY.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            Map<EventField, Object> fields = new EnumMap<>(EventField.class);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                EventField field = EventField.ofWord(json.currentName());
                Object value = value(json);
                if (field != null && value != null) {
                    fields.put(field, value);
                }
            }
            return Optional.of(fields);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static Object value(JsonParser json) throws IOException {
        JsonToken token = json.nextToken();
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return json.getLongValue();
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        json.skipChildren();
        return token == JsonToken.VALUE_STRING ? json.getText() : null;
    }
}
