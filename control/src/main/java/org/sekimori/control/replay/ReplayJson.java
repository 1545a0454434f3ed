package org.sekimori.control.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.ToLongFunction;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.pcap.CaptureException;
import org.sekimori.policy.Direction;

/** A replay's result as one JSON object for scripts. */
public final class ReplayJson {
    private final ReplayResult result;
    private final BoxCounters counters;

    public ReplayJson(ReplayResult result) {
        this.result = result;
        this.counters = result.counters();
    }

    /** Prints the object and a line feed. */
    public void print(PrintWriter out) {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeStringField("policy", result.policyName());
            writeFiles(json);
            writeTally(json, "total", result.total());
            writeDirections(json);
            writeRules(json);
            writeReasons(json);
            writeFaults(json);
            json.writeBooleanField("stopped", result.stopped());
            json.writeNumberField("seconds", ReplayReport.seconds(result));
            json.writeNumberField("frames-per-second", Math.round(ReplayReport.framesPerSecond(result)));
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        out.println();
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

    private void writeDirections(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("directions");
        for (Direction direction : Direction.values()) {
            json.writeObjectFieldStart(direction.word());
            json.writeNumberField("passed", counters.direction(direction.ordinal(), Kind.PASSED));
            json.writeNumberField("dropped", counters.direction(direction.ordinal(), Kind.DROPPED));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writeRules(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("rules");
        List<String> rules = counters.ruleNames();
        for (int i = 0; i < rules.size(); i++) {
            int rule = i;
            writeCounts(json, rules.get(rule), kind -> counters.rule(rule, kind));
        }
        json.writeEndArray();
    }

    private void writeReasons(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("reasons");
        for (Reason reason : Reason.values()) {
            if (reason != Reason.NONE) {
                writeCounts(json, reason.word(), kind -> counters.reason(reason, kind));
            }
        }
        json.writeEndArray();
    }

    private static void writeCounts(JsonGenerator json, String name, ToLongFunction<Kind> count) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        for (Kind kind : Kind.values()) {
            json.writeNumberField(kind.word(), count.applyAsLong(kind));
        }
        json.writeEndObject();
    }

    private void writeFaults(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("faults");
        for (CaptureException fault : result.faults()) {
            json.writeString(fault.getMessage());
        }
        json.writeEndArray();
    }
}
