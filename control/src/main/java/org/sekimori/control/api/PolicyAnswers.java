package org.sekimori.control.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;
import org.sekimori.control.history.EntryJson;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.reload.Candidate;
import org.sekimori.control.reload.PolicyOutcome;
import org.sekimori.control.reload.PolicyOutcome.Kind;
import org.sekimori.control.reload.PolicyReport;
import org.sekimori.control.reload.PolicyStatus;
import org.sekimori.control.report.FindingJson;
import org.sekimori.control.status.PolicyReportJson;
import org.sekimori.policy.text.Finding;

/** What comes of policies, as answers. */
final class PolicyAnswers {
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int CONFLICT = 409;
    private static final int STALE = 412;
    private static final int BAD_POLICY = 422;
    private static final int BOX_REFUSED = 502;
    private static final int NO_BOX = 503;

    private PolicyAnswers() {}

    static HttpAnswer status(PolicyStatus status, PolicyReport report) {
        HttpAnswer answer = HttpAnswer.json(OK, json -> {
            writeEntry(json, "policy", status.current());
            json.writeBooleanField("unconfirmed", status.trial().isPresent());
            writeEntry(json, "returns", status.trial().isPresent() ? status.confirmed() : Optional.empty());
            PolicyReportJson.write(json, report);
        });
        return status.current().map(entry -> answer.with("ETag", tag(entry))).orElse(answer);
    }

    static String tag(HistoryEntry entry) {
        return '"' + entry.policy().checksumText() + '"';
    }

    static HttpAnswer outcome(PolicyOutcome outcome) {
        if (!outcome.isDone()) {
            return refusal(outcome);
        }
        HttpAnswer answer = HttpAnswer.json(outcome.kind() == Kind.WAITING ? ACCEPTED : OK, json -> {
            json.writeStringField("outcome", outcome.kind().word());
            json.writeNumberField("epoch", outcome.epoch());
            writeEntry(json, "policy", outcome.entry());
            FindingJson.write(json, outcome.findings());
            FindingJson.writeLines(json, "remarks", outcome.reasons());
        });
        return outcome.entry().map(entry -> answer.with("ETag", tag(entry))).orElse(answer);
    }

    private static HttpAnswer refusal(PolicyOutcome outcome) {
        return HttpAnswer.problem(statusOf(outcome.kind()), title(outcome.kind()), detail(outcome), json -> {
            json.writeStringField("outcome", outcome.kind().word());
            FindingJson.write(json, outcome.findings());
            FindingJson.writeLines(json, "reasons", outcome.reasons());
        });
    }

    private static String detail(PolicyOutcome outcome) {
        return outcome.findings().isEmpty()
                ? String.join("; ", outcome.reasons())
                : outcome.findings().stream().map(Finding::toString).findFirst().orElse("");
    }

    private static int statusOf(Kind kind) {
        return switch (kind) {
            case BAD_POLICY -> BAD_POLICY;
            case CONFLICT -> CONFLICT;
            case STALE -> STALE;
            case BOX_REFUSED -> BOX_REFUSED;
            case UNREACHABLE -> NO_BOX;
            case WAITING -> ACCEPTED;
            case IN_FORCE, UNCONFIRMED -> OK;
        };
    }

    private static String title(Kind kind) {
        return switch (kind) {
            case BAD_POLICY -> "The policy can't be used";
            case STALE -> "Another policy is in force";
            case BOX_REFUSED -> "The box refuses";
            case UNREACHABLE -> "No box answers";
            default -> "That can't be done now";
        };
    }

    static HttpAnswer check(Candidate candidate) {
        return HttpAnswer.json(OK, json -> writeCheck(json, candidate));
    }

    static void writeCheck(JsonGenerator json, Candidate candidate) throws IOException {
        json.writeBooleanField("ok", candidate.isUsable());
        if (candidate.compiled().isPresent()) {
            Candidate.Compiled compiled = candidate.compiled().get();
            json.writeStringField("name", compiled.facts().name());
            json.writeNumberField("rules", compiled.facts().rules());
            json.writeStringField("checksum", compiled.facts().checksumText());
            json.writeNumberField("image-bytes", compiled.facts().imageBytes());
        }
        FindingJson.write(json, candidate.findings());
        FindingJson.writeLines(json, "reasons", candidate.refusals());
        EntryJson.writeSets(json, candidate.setNotes());
    }

    static void writeEntry(JsonGenerator json, String name, Optional<HistoryEntry> entry) throws IOException {
        if (entry.isEmpty()) {
            json.writeNullField(name);
            return;
        }
        json.writeObjectFieldStart(name);
        EntryJson.writeFacts(json, entry.get());
        json.writeBooleanField("kept", entry.get().isKept());
        EntryJson.writeNotes(json, entry.get().notes());
        EntryJson.writeDifferences(json, entry.get());
        json.writeEndObject();
    }
}
