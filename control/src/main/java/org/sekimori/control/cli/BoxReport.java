package org.sekimori.control.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.policy.Direction;

/** What the box has counted, for people as a table and for scripts as one JSON object. */
final class BoxReport {
    private static final int PORT_COUNT = 2;

    private final BoxCounters counters;

    BoxReport(BoxCounters counters) {
        this.counters = counters;
    }

    void printText(PrintWriter out) {
        for (int i = 0; i < PORT_COUNT; i++) {
            printPort(out, counters.port(i));
        }
        for (Direction direction : Direction.values()) {
            out.printf(
                    "%-20s %,14d passed %,14d dropped%n",
                    direction.word(),
                    counters.direction(direction.ordinal(), Kind.PASSED),
                    counters.direction(direction.ordinal(), Kind.DROPPED));
        }
        List<String> rules = counters.ruleNames();
        for (int rule = 0; rule < rules.size(); rule++) {
            printLine(out, "rule " + rules.get(rule), ruleCounts(rule));
        }
        for (Reason reason : Reason.values()) {
            printLine(out, "reason " + reason.word(), reasonCounts(reason));
        }
        out.flush();
    }

    private static void printPort(PrintWriter out, PortCounters port) {
        out.printf(
                "%-20s %,14d in %,18d out%n",
                "port " + port.portName(),
                port.value(PortCounter.RECEIVED_FRAMES),
                port.value(PortCounter.TRANSMITTED_FRAMES));
        for (PortCounter counter : PortCounter.values()) {
            if (counter.ordinal() > PortCounter.RECEIVED_BYTES.ordinal()
                    && counter != PortCounter.TRANSMITTED_FRAMES
                    && counter != PortCounter.TRANSMITTED_BYTES
                    && port.value(counter) > 0) {
                out.printf("  %-18s %,14d (%s)%n", counter.word(), port.value(counter), counter.meaning());
            }
        }
    }

    private static void printLine(PrintWriter out, String what, long[] counts) {
        boolean seen = false;
        StringBuilder line = new StringBuilder(String.format("%-28s", what));
        for (Kind kind : Kind.values()) {
            long count = counts[kind.ordinal()];
            seen |= count > 0;
            if (count > 0) {
                line.append(String.format(" %,d %s", count, kind.word()));
            }
        }
        if (seen) {
            out.println(line);
        }
    }

    void printJson(PrintWriter out) {
        try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            json.writeArrayFieldStart("ports");
            for (int i = 0; i < PORT_COUNT; i++) {
                writePort(json, counters.port(i));
            }
            json.writeEndArray();
            writeDirections(json);
            writeRules(json);
            writeReasons(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        out.println();
        out.flush();
    }

    private static void writePort(JsonGenerator json, PortCounters port) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", port.portName());
        for (PortCounter counter : PortCounter.values()) {
            json.writeNumberField(counter.word(), port.value(counter));
        }
        json.writeEndObject();
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
        for (int rule = 0; rule < rules.size(); rule++) {
            writeCounts(json, rules.get(rule), ruleCounts(rule));
        }
        json.writeEndArray();
    }

    private void writeReasons(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("reasons");
        for (Reason reason : Reason.values()) {
            if (reason != Reason.NONE) {
                writeCounts(json, reason.word(), reasonCounts(reason));
            }
        }
        json.writeEndArray();
    }

    private static void writeCounts(JsonGenerator json, String name, long[] counts) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        for (Kind kind : Kind.values()) {
            json.writeNumberField(kind.word(), counts[kind.ordinal()]);
        }
        json.writeEndObject();
    }

    private long[] ruleCounts(int rule) {
        long[] counts = new long[Kind.values().length];
        for (Kind kind : Kind.values()) {
            counts[kind.ordinal()] = counters.rule(rule, kind);
        }
        return counts;
    }

    private long[] reasonCounts(Reason reason) {
        long[] counts = new long[Kind.values().length];
        for (Kind kind : Kind.values()) {
            counts[kind.ordinal()] = counters.reason(reason, kind);
        }
        return counts;
    }
}
