package org.sekimori.control.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.function.ToLongFunction;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.state.MemoryKind;
import org.sekimori.dataplane.state.Tally;
import org.sekimori.policy.Direction;

/** What the engine counted, by direction, rule and reason, as fields of a JSON object. */
public final class CounterJson {
    private CounterJson() {}

    /** Writes the fields {@code directions}, {@code rules}, {@code reasons} and {@code memory} into the object that is open. */
    public static void write(JsonGenerator json, BoxCounters counters) throws IOException {
        json.writeObjectFieldStart("directions");
        for (Direction direction : Direction.values()) {
            json.writeObjectFieldStart(direction.word());
            json.writeNumberField("passed", counters.direction(direction.ordinal(), Kind.PASSED));
            json.writeNumberField("dropped", counters.direction(direction.ordinal(), Kind.DROPPED));
            json.writeNumberField("undersized", counters.undersized(direction.ordinal()));
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeArrayFieldStart("rules");
        List<String> rules = counters.ruleNames();
        for (int i = 0; i < rules.size(); i++) {
            int rule = i;
            writeCounts(json, rules.get(rule), kind -> counters.rule(rule, kind));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("reasons");
        for (Reason reason : Reason.values()) {
            if (reason != Reason.NONE) {
                writeCounts(json, reason.word(), kind -> counters.reason(reason, kind));
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

    private static void writeCounts(JsonGenerator json, String name, ToLongFunction<Kind> count) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", name);
        for (Kind kind : Kind.values()) {
            json.writeNumberField(kind.word(), count.applyAsLong(kind));
        }
        json.writeEndObject();
    }
}
