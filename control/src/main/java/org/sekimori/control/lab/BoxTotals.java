package org.sekimori.control.lab;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What boxes counted per rule, from the JSON object each printed at its end; those of several boxes add up. */
public final class BoxTotals {
    /** One rule's counts, in frames. */
    public record Counts(long dropped, long passed, long monitored) {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(dropped + other.dropped, passed + other.passed, monitored + other.monitored);
        }
    }

    private final Map<String, Counts> rules = new LinkedHashMap<>();

    /** Rule names in policy order, with their counts. */
    public Map<String, Counts> rules() {
        return rules;
    }

    public Counts of(String rule) {
        return rules.getOrDefault(rule, Counts.NONE);
    }

    public void add(BoxTotals other) {
        other.rules.forEach((name, counts) -> rules.merge(name, counts, Counts::plus));
    }

    /** Reads the array {@code rules} of such an object. */
    public static BoxTotals parse(String json) throws IOException {
        BoxTotals totals = new BoxTotals();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("the box printed no totals");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isRules = parser.currentName().equals("rules");
                parser.nextToken();
                if (isRules) {
                    totals.readRules(parser);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return totals;
    }

    private void readRules(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            String name = "";
            Map<String, Long> numbers = new LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                    numbers.put(field, parser.getLongValue());
                } else if (field.equals("name")) {
                    name = parser.getText();
                }
            }
            rules.put(
                    name,
                    new Counts(
                            numbers.getOrDefault("dropped", 0L),
                            numbers.getOrDefault("passed", 0L),
                            numbers.getOrDefault("monitored", 0L)));
        }
    }
}
