package org.sekimori.control.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;

/** Prints one JSON object and a line feed, and leaves the output open. */
public final class JsonObject {
    private JsonObject() {}

    /** Writes what stands between the braces. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** On one line, for scripts that read line by line. */
    public static void print(PrintWriter out, Body body) {
        print(out, false, body);
    }

    /** On many lines, for people who look at it as well. */
    public static void printIndented(PrintWriter out, Body body) {
        print(out, true, body);
    }

    private static void print(PrintWriter out, boolean indented, Body body) {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            if (indented) {
                json.useDefaultPrettyPrinter();
            }
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        out.println();
        out.flush();
    }
}
