package org.sekimori.control.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON object that control answered with; what isn't there reads as empty, so that commands outlive new versions. */
public final class JsonBody {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonBody EMPTY = new JsonBody(Map.of());

    private final Map<String, Object> fields;

    private JsonBody(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** The object in that answer; an empty one where there is none. */
    public static JsonBody of(ApiAnswer answer) {
        try (JsonParser json = FACTORY.createParser(answer.body())) {
            return json.nextToken() == JsonToken.START_OBJECT ? new JsonBody(object(json)) : EMPTY;
        } catch (IOException none) {
            return EMPTY;
        }
    }

    private static Map<String, Object> object(JsonParser json) throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            fields.put(name, value(json));
        }
        return fields;
    }

    private static Object value(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            return new JsonBody(object(json));
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            return json.currentToken() == JsonToken.VALUE_NULL ? "" : json.getText();
        }
        List<Object> values = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(json));
        }
        return values;
    }

    /** A string, a number or a truth value, as text. */
    public String text(String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    /** A whole number, 0 where there is none. */
    public long number(String name) {
        String text = text(name);
        return text.matches("-?[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    public boolean isTrue(String name) {
        return text(name).equals("true");
    }

    /** An object, an empty one where there is none. */
    public JsonBody object(String name) {
        return fields.get(name) instanceof JsonBody body ? body : EMPTY;
    }

    /** The objects of an array. */
    public List<JsonBody> objects(String name) {
        return listed(name, JsonBody.class);
    }

    /** The strings of an array. */
    public List<String> texts(String name) {
        return listed(name, String.class);
    }

    private <T> List<T> listed(String name, Class<T> kind) {
        return fields.get(name) instanceof List<?> values
                ? values.stream().filter(kind::isInstance).map(kind::cast).toList()
                : List.of();
    }

    public boolean isEmpty() {
        return fields.isEmpty();
    }
}
