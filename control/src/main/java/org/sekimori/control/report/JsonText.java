package org.sekimori.control.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Optional;

/** JSON that somebody else wrote, to be handed on. */
public final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** The same values, with everything escaped that a terminal could obey; empty where it is no JSON. */
    public static Optional<String> harmless(String text) {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                return Optional.empty();
            }
            parser.skipChildren();
            return parser.nextToken() == null ? Optional.of(escaped(text)) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** In JSON such letters stand within strings, and a carriage return between values. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter == '\r') {
                escaped.append(' ');
            } else if (PlainWriter.isHarmful(letter)) {
                escaped.append(String.format("\\u%04x", (int) letter));
            } else {
                escaped.append(letter);
            }
        }
        return escaped.toString();
    }
}
