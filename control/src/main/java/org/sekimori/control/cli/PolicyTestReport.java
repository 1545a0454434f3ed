package org.sekimori.control.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.sekimori.control.policytest.CaseResult;
import org.sekimori.control.policytest.Mismatch;
import org.sekimori.control.report.JsonObject;

/** Prints what policy tests came to: a line for each frame that wasn't as expected, and a summary. */
final class PolicyTestReport {
    private PolicyTestReport() {}

    static void printText(PrintWriter out, List<CaseResult> results) {
        for (CaseResult result : results) {
            for (Mismatch mismatch : result.mismatches()) {
                out.println(result.folder() + ": " + mismatch);
            }
        }
        long frames = results.stream().mapToLong(CaseResult::frames).sum();
        long failed = results.stream().filter(result -> !result.isOk()).count();
        long mismatches =
                results.stream().mapToLong(result -> result.mismatches().size()).sum();
        String what = Words.counted(results.size(), "case") + ", " + Words.counted(frames, "frame") + ": ";
        String outcome = mismatches + " not as expected, in " + Words.counted(failed, "case");
        out.println(what + (failed == 0 ? "all as expected" : outcome));
    }

    static void printJson(PrintWriter out, List<CaseResult> results) {
        JsonObject.printIndented(out, json -> {
            json.writeBooleanField("ok", results.stream().allMatch(CaseResult::isOk));
            json.writeArrayFieldStart("cases");
            for (CaseResult result : results) {
                write(json, result);
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, CaseResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("case", result.folder().toString());
        json.writeStringField("policy", result.policyName());
        json.writeBooleanField("ok", result.isOk());
        json.writeNumberField("frames", result.frames());
        json.writeArrayFieldStart("mismatches");
        for (Mismatch mismatch : result.mismatches()) {
            json.writeStartObject();
            json.writeStringField("frame", mismatch.frame());
            json.writeStringField("expected", mismatch.expected());
            json.writeStringField("found", mismatch.found());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
