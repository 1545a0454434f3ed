package org.sekimori.control.lab;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import org.sekimori.control.report.JsonObject;

/** The result as one JSON object, for scripts. */
public final class LabJson {
    private LabJson() {}

    /** Prints the object on a line. */
    public static void print(Lab lab, CheckReport report, boolean quick, PrintWriter out) {
        JsonObject.print(out, json -> {
            json.writeBooleanField("ok", report.isOk());
            json.writeBooleanField("quick", quick);
            json.writeArrayFieldStart("checks");
            for (Check check : report.checks()) {
                write(json, check);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("rules");
            for (Map.Entry<String, BoxTotals.Counts> rule : lab.totals().rules().entrySet()) {
                write(json, rule.getKey(), rule.getValue());
            }
            json.writeEndArray();
            json.writeObjectFieldStart("download");
            for (Placement placement : lab.withBox().keySet()) {
                json.writeObjectFieldStart(placement.title());
                json.writeNumberField("without-box-bits-per-second", speed(lab.withoutBox(), placement));
                json.writeNumberField("with-box-bits-per-second", speed(lab.withBox(), placement));
                json.writeEndObject();
            }
            json.writeEndObject();
        });
    }

    private static long speed(Map<Placement, Download> downloads, Placement placement) {
        return Math.round(downloads.get(placement).bitsPerSecond());
    }

    private static void write(JsonGenerator json, Check check) throws IOException {
        json.writeStartObject();
        json.writeStringField("scene", check.scene());
        json.writeStringField("what", check.what());
        json.writeStringField("expected", check.expected());
        json.writeStringField("got", check.got());
        json.writeBooleanField("ok", check.isOk());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String rule, BoxTotals.Counts counts) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", rule);
        json.writeNumberField("dropped", counts.dropped());
        json.writeNumberField("passed", counts.passed());
        json.writeNumberField("monitored", counts.monitored());
        json.writeEndObject();
    }
}
