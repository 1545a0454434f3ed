package org.sekimori.control.replay;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import org.sekimori.control.report.CounterJson;
import org.sekimori.control.report.JsonObject;
import org.sekimori.dataplane.pcap.CaptureException;

/** A replay's result as one JSON object for scripts. */
public final class ReplayJson {
    private final ReplayResult result;

    public ReplayJson(ReplayResult result) {
        this.result = result;
    }

    /** Prints the object and a line feed. */
    public void print(PrintWriter out) {
        JsonObject.print(out, json -> {
            json.writeStringField("policy", result.policyName());
            writeFiles(json);
            writeTally(json, "total", result.total());
            CounterJson.write(json, result.counters());
            writeFaults(json);
            json.writeBooleanField("stopped", result.stopped());
            json.writeNumberField("seconds", ReplayReport.seconds(result));
            json.writeNumberField("frames-per-second", Math.round(ReplayReport.framesPerSecond(result)));
        });
    }

    private void writeFiles(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("files");
        for (FileTally file : result.files()) {
            json.writeStartObject();
            json.writeStringField("file", file.name());
            writeNumbers(json, file);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeTally(JsonGenerator json, String name, FileTally tally) throws IOException {
        json.writeObjectFieldStart(name);
        writeNumbers(json, tally);
        json.writeEndObject();
    }

    private static void writeNumbers(JsonGenerator json, FileTally tally) throws IOException {
        json.writeNumberField("frames", tally.frames());
        json.writeNumberField("bytes", tally.bytes());
        json.writeNumberField("passed-frames", tally.passedFrames());
        json.writeNumberField("passed-bytes", tally.passedBytes());
        json.writeNumberField("dropped-frames", tally.droppedFrames());
        json.writeNumberField("dropped-bytes", tally.droppedBytes());
    }

    private void writeFaults(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("faults");
        for (CaptureException fault : result.faults()) {
            json.writeString(fault.getMessage());
        }
        json.writeEndArray();
    }
}
