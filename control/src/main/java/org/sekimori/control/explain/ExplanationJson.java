package org.sekimori.control.explain;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import org.sekimori.control.replay.FrameVerdict;
import org.sekimori.control.report.JsonObject;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.explain.Condition;
import org.sekimori.policy.explain.PacketWords;
import org.sekimori.policy.explain.RuleStep;

/** An explanation as one JSON object for scripts. */
public final class ExplanationJson {
    private static final String VERDICT = "verdict";

    private ExplanationJson() {}

    /** Prints the object and a line feed. */
    public static void print(FrameExplanation explanation, PrintWriter out) {
        JsonObject.printIndented(out, json -> {
            json.writeStringField("subject", explanation.subject());
            json.writeStringField("policy", explanation.policy().name());
            json.writeStringField("mode", explanation.policy().mode().word());
            json.writeStringField("direction", explanation.direction().word());
            writeVerdict(
                    json,
                    explanation,
                    explanation.verdict(),
                    explanation.reason().word());
            json.writeArrayFieldStart("packets");
            for (LayerExplanation layer : explanation.layers()) {
                write(json, explanation, layer);
            }
            json.writeEndArray();
        });
    }

    private static void writeVerdict(JsonGenerator json, FrameExplanation explanation, int verdict, String reason)
            throws IOException {
        json.writeStringField(VERDICT, FrameVerdict.word(Verdict.isDrop(verdict)));
        json.writeStringField("rule", explanation.ruleName(verdict));
        json.writeStringField("reason", reason);
    }

    private static void write(JsonGenerator json, FrameExplanation explanation, LayerExplanation layer)
            throws IOException {
        json.writeStartObject();
        writeVerdict(json, explanation, layer.verdict(), layer.reason().word());
        if (layer.rules().isPresent()) {
            write(json, layer.rules().get().packet());
            json.writeArrayFieldStart("rules");
            for (RuleStep step : layer.rules().get().steps()) {
                write(json, step);
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, PacketWords packet) throws IOException {
        json.writeObjectFieldStart("fields");
        json.writeNumberField("ip-version", packet.ipVersion());
        json.writeStringField("protocol", packet.protocol());
        json.writeStringField("source", packet.source());
        json.writeStringField("destination", packet.destination());
        if (packet.hasPorts()) {
            json.writeNumberField("source-port", packet.sourcePort());
            json.writeNumberField("destination-port", packet.destinationPort());
        }
        json.writeStringField("kind", packet.kind());
        json.writeBooleanField("undersized", packet.isUndersized());
        json.writeStringField("fragment", packet.fragment());
        json.writeNumberField("fragment-offset", packet.fragmentOffset());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, RuleStep step) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", step.rule().name());
        json.writeNumberField("number", step.ruleIndex() + 1L);
        json.writeStringField("outcome", step.outcome().word());
        json.writeStringField("action", step.rule().action().word());
        json.writeArrayFieldStart("conditions");
        for (Condition condition : step.conditions()) {
            json.writeStartObject();
            json.writeStringField("key", condition.key());
            json.writeStringField("found", condition.found());
            json.writeStringField("wanted", condition.wanted());
            json.writeBooleanField("holds", condition.holds());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
