package org.sekimori.control.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.sekimori.control.report.JsonObject;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.text.Finding;
import org.sekimori.policy.text.Severity;

/** Prints checks of policies, for people line by line and for scripts as one JSON object. */
final class PolicyCheckReport {
    private PolicyCheckReport() {}

    static void printText(PrintWriter out, List<PolicyCheck> checks) {
        for (PolicyCheck check : checks) {
            check.findings().forEach(out::println);
            check.refusals().forEach(out::println);
            out.println(summary(check));
        }
    }

    static void printJson(PrintWriter out, List<PolicyCheck> checks) {
        JsonObject.printIndented(out, json -> {
            json.writeBooleanField("ok", checks.stream().allMatch(PolicyCheck::isUsable));
            json.writeArrayFieldStart("policies");
            for (PolicyCheck check : checks) {
                writeCheck(json, check);
            }
            json.writeEndArray();
        });
    }

    private static String summary(PolicyCheck check) {
        String name = check.source() + note(check);
        long errors = count(check, Severity.ERROR) + check.refusals().size();
        long warnings = count(check, Severity.WARNING);
        if (check.table().isEmpty()) {
            return name + ": can't be used: " + Words.counted(errors, "error") + ", "
                    + Words.counted(warnings, "warning");
        }
        PolicyTable table = check.table().get();
        return name + ": ok: policy '" + table.policyName() + "', " + Words.counted(table.ruleCount(), "rule")
                + costliest(check) + ", image of " + table.imageBytes() + " bytes, checksum " + checksum(table) + ", "
                + Words.counted(warnings, "warning");
    }

    /** How many rules may count one packet, where that is more than one. */
    private static String costliest(PolicyCheck check) {
        int rules = check.costliest().rules();
        return rules <= 1 ? "" : " (up to " + rules + " count one packet)";
    }

    private static String note(PolicyCheck check) {
        if (check.isShipped()) {
            return " (the shipped policy)";
        }
        return check.profile().isPresent() ? " (a profile)" : "";
    }

    private static void writeCheck(JsonGenerator json, PolicyCheck check) throws IOException {
        json.writeStartObject();
        json.writeStringField("source", check.source());
        json.writeBooleanField("shipped", check.isShipped());
        json.writeBooleanField("ok", check.isUsable());
        if (check.table().isPresent()) {
            PolicyTable table = check.table().get();
            json.writeStringField("name", table.policyName());
            json.writeNumberField("rules", table.ruleCount());
            json.writeObjectFieldStart("costliest");
            json.writeNumberField("rules", check.costliest().rules());
            json.writeStringField("packet", check.costliest().packet());
            json.writeEndObject();
            json.writeNumberField("image-bytes", table.imageBytes());
            json.writeStringField("checksum", checksum(table));
        }
        json.writeArrayFieldStart("findings");
        for (Finding finding : check.findings()) {
            writeFinding(json, finding);
        }
        for (String refusal : check.refusals()) {
            json.writeStartObject();
            json.writeStringField("severity", Severity.ERROR.word());
            json.writeStringField("message", refusal);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeFinding(JsonGenerator json, Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("severity", finding.severity().word());
        json.writeNumberField("line", finding.line());
        json.writeNumberField("column", finding.column());
        json.writeStringField("message", finding.message());
        json.writeEndObject();
    }

    private static String checksum(PolicyTable table) {
        return String.format("%08x", table.checksum());
    }

    private static long count(PolicyCheck check, Severity severity) {
        return check.findings().stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }
}
