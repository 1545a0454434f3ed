package org.sekimori.control.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.sekimori.control.explain.CaptureDifference;
import org.sekimori.control.explain.FateChange;
import org.sekimori.control.explain.FrameFate;
import org.sekimori.control.report.JsonObject;
import org.sekimori.policy.explain.Difference;
import org.sekimori.policy.explain.DifferenceKind;

/** Prints in what two policies differ, for people line by line and for scripts as one JSON object. */
final class PolicyDiffReport {
    private static final String EQUAL = "equal";

    private PolicyDiffReport() {}

    static void printRules(PrintWriter out, List<Difference> differences) {
        for (Difference difference : differences) {
            boolean isSetting = difference.kind() == DifferenceKind.SETTING;
            out.println(isSetting ? "setting" : difference.kind().word() + " rule '" + difference.name() + "'");
            difference.fields().forEach(field -> out.println("  " + words(difference.kind(), field)));
        }
        if (differences.isEmpty()) {
            out.println("no difference in meaning");
        }
    }

    private static String words(DifferenceKind kind, Difference.Field field) {
        return switch (kind) {
            case ADDED -> field.key() + ": " + field.after();
            case REMOVED -> field.key() + ": " + field.before();
            default -> field.key() + ": " + field.before() + " -> " + field.after();
        };
    }

    static void printFrames(PrintWriter out, CaptureDifference difference) {
        for (FateChange change : difference.changes()) {
            out.println(Words.counted(change.frames(), "frame") + ": " + change.before() + " -> " + change.after());
            change.examples().forEach(example -> out.println("  " + example));
            long more = change.frames() - change.examples().size();
            if (more > 0) {
                out.println("  and " + Words.counted(more, "more frame"));
            }
        }
        out.println(Words.counted(difference.frames(), "frame") + ": "
                + Words.counted(difference.changedVerdicts(), "verdict") + " differ, and "
                + Words.counted(difference.changedReasons(), "frame") + " only in rule or reason");
    }

    static void printRulesJson(PrintWriter out, List<Difference> differences) {
        JsonObject.printIndented(out, json -> {
            json.writeBooleanField(EQUAL, differences.isEmpty());
            json.writeArrayFieldStart("differences");
            for (Difference difference : differences) {
                write(json, difference);
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, Difference difference) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", difference.kind().word());
        json.writeStringField("name", difference.name());
        json.writeArrayFieldStart("fields");
        for (Difference.Field field : difference.fields()) {
            json.writeStartObject();
            json.writeStringField("key", field.key());
            json.writeStringField("before", field.before());
            json.writeStringField("after", field.after());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    static void printFramesJson(PrintWriter out, CaptureDifference difference) {
        JsonObject.printIndented(out, json -> {
            json.writeBooleanField(EQUAL, difference.changes().isEmpty());
            json.writeNumberField("frames", difference.frames());
            json.writeNumberField("changed-verdicts", difference.changedVerdicts());
            json.writeNumberField("changed-reasons", difference.changedReasons());
            json.writeArrayFieldStart("changes");
            for (FateChange change : difference.changes()) {
                write(json, change);
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, FateChange change) throws IOException {
        json.writeStartObject();
        json.writeNumberField("frames", change.frames());
        write(json, "before", change.before());
        write(json, "after", change.after());
        json.writeArrayFieldStart("examples");
        for (String example : change.examples()) {
            json.writeString(example);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, FrameFate fate) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("verdict", fate.verdict());
        json.writeStringField("rule", fate.rule());
        json.writeStringField("reason", fate.reason());
        json.writeEndObject();
    }
}
