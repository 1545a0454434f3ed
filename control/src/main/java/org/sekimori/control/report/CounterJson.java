package org.sekimori.control.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.state.MemoryKind;
import org.sekimori.dataplane.state.Tally;
import org.sekimori.policy.Direction;

/** What the engine counted, by direction, rule and reason, as fields of a JSON object. */
public final class CounterJson {
    /** More rules than anybody looks through. */
    private static final int MOST_BRIEF_RULES = 1_024;

    private static final List<String> PORTS = List.of("wan", "lan");

    private CounterJson() {}

    /** Writes {@code ports} and what {@link #write} does into the object that is open. */
    public static void writeAll(JsonGenerator json, BoxCounters counters) throws IOException {
        writePorts(json, counters);
        write(json, counters);
    }

    /**
     * The same for who asks often, and wants an answer at once: where there are more than 1,024 rules, of these alone that have
     * counted something, the first 1,024.
     */
    public static void writeBrief(JsonGenerator json, BoxCounters counters) throws IOException {
        writePorts(json, counters);
        write(json, counters, briefRules(counters));
    }

    private static void writePorts(JsonGenerator json, BoxCounters counters) throws IOException {
        json.writeArrayFieldStart("ports");
        for (int port = 0; port < PORTS.size(); port++) {
            writePort(json, PORTS.get(port), counters.port(port));
        }
        json.writeEndArray();
    }

    private static IntStream briefRules(BoxCounters counters) {
        int count = counters.ruleCount();
        IntStream rules = IntStream.range(0, count);
        return count <= MOST_BRIEF_RULES
                ? rules
                : rules.filter(counters::hasRuleCounted).limit(MOST_BRIEF_RULES);
    }

    private static void writePort(JsonGenerator json, String port, PortCounters counters) throws IOException {
        json.writeStartObject();
        json.writeStringField("port", port);
        json.writeStringField("name", counters.portName());
        for (PortCounter counter : PortCounter.values()) {
            json.writeNumberField(counter.word(), counters.value(counter));
        }
        json.writeEndObject();
    }

    /** Writes the fields {@code directions}, {@code rules}, {@code reasons} and {@code memory} into the object that is open. */
    public static void write(JsonGenerator json, BoxCounters counters) throws IOException {
        write(json, counters, IntStream.range(0, counters.ruleCount()));
    }

    private static void write(JsonGenerator json, BoxCounters counters, IntStream ruleCounters) throws IOException {
        json.writeObjectFieldStart("directions");
        for (Direction direction : Direction.values()) {
            json.writeObjectFieldStart(direction.word());
            int index = direction.ordinal();
            json.writeNumberField("passed", counters.direction(index, Kind.PASSED));
            json.writeNumberField("dropped", counters.direction(index, Kind.DROPPED));
            json.writeNumberField("passed-bytes", counters.directionBytes(index, Kind.PASSED));
            json.writeNumberField("dropped-bytes", counters.directionBytes(index, Kind.DROPPED));
            json.writeNumberField("undersized", counters.undersized(index));
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("rules");
        for (int rule : ruleCounters.toArray()) {
            writeCounts(
                    json,
                    counters.ruleName(rule),
                    kind -> counters.rule(rule, kind),
                    kind -> counters.ruleBytes(rule, kind));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("reasons");
        for (Reason reason : Reason.values()) {
            if (reason != Reason.NONE) {
                writeCounts(
                        json,
                        reason.word(),
                        kind -> counters.reason(reason, kind),
                        kind -> counters.reasonBytes(reason, kind));
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("memory");
        for (MemoryKind kind : MemoryKind.values()) {
            writeMemory(json, kind, counters);
        }
        json.writeEndArray();
    }

    private static void writeMemory(JsonGenerator json, MemoryKind kind, BoxCounters counters) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", kind.word());
        json.writeNumberField("size", counters.memory(kind, Tally::size));
        json.writeNumberField("expired", counters.memory(kind, Tally::expired));
        json.writeNumberField("evicted", counters.memory(kind, Tally::evicted));
        json.writeNumberField("refused", counters.memory(kind, Tally::refused));
        json.writeEndObject();
    }

    private static void writeCounts(
            JsonGenerator json, String name, ToLongFunction<Kind> frames, ToLongFunction<Kind> bytes)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        for (Kind kind : Kind.values()) {
            json.writeNumberField(kind.word(), frames.applyAsLong(kind));
        }
        for (Kind kind : Kind.values()) {
            json.writeNumberField(kind.word() + "-bytes", bytes.applyAsLong(kind));
        }
        json.writeEndObject();
    }
}
