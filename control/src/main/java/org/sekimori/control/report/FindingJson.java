package org.sekimori.control.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import org.sekimori.policy.text.Finding;

/** Findings on a policy, as everything prints them. */
public final class FindingJson {
    private FindingJson() {}

    /** Writes the field {@code findings} into the object that is open. */
    public static void write(JsonGenerator json, List<Finding> findings) throws IOException {
        json.writeArrayFieldStart("findings");
        for (Finding finding : findings) {
            json.writeStartObject();
            json.writeStringField("severity", finding.severity().word());
            json.writeStringField("source", finding.source());
            json.writeNumberField("line", finding.line());
            json.writeNumberField("column", finding.column());
            json.writeStringField("message", finding.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Writes an array of lines. */
    public static void writeLines(JsonGenerator json, String name, List<String> lines) throws IOException {
        json.writeArrayFieldStart(name);
        for (String line : lines) {
            json.writeString(line);
        }
        json.writeEndArray();
    }
}
