package org.sekimori.control.status;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.sekimori.control.history.EntryJson;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.control.reload.PolicyChange;
import org.sekimori.control.reload.PolicyReport;
import org.sekimori.control.reload.PolicyStanding;

/** Where the policy in force comes from, and what is in force after the next start, as fields of a JSON object. */
public final class PolicyReportJson {
    private PolicyReportJson() {}

    /** Writes the field {@code standing} into the object that is open. */
    public static void write(JsonGenerator json, PolicyReport report) throws IOException {
        PolicyStanding standing = report.standing();
        json.writeObjectFieldStart("standing");
        if (standing.entry().isPresent()) {
            writeEntry(json, standing.entry().get());
        }
        json.writeStringField("origin", standing.origin());
        json.writeObjectFieldStart("file");
        json.writeStringField("name", standing.fileName());
        json.writeBooleanField("profile", !standing.isFile());
        json.writeBooleanField("differs", standing.differs());
        json.writeStringField("problem", standing.fileProblem());
        json.writeEndObject();
        json.writeStringField("next-start", standing.next().word());
        json.writeStringField("outlook", standing.future());
        if (report.last().isPresent()) {
            writeChange(json, report.last().get());
        }
        json.writeEndObject();
    }

    private static void writeEntry(JsonGenerator json, HistoryEntry entry) throws IOException {
        json.writeStringField("from", entry.notes().kind().word());
        json.writeNumberField("entry", entry.id());
        json.writeStringField("source", entry.source());
        json.writeStringField("by", entry.author().name());
        json.writeStringField("time", entry.time().toString());
        json.writeBooleanField("in-history", entry.isKept());
        EntryJson.writeNotes(json, entry.notes());
    }

    private static void writeChange(JsonGenerator json, PolicyChange change) throws IOException {
        json.writeObjectFieldStart("last-change");
        json.writeStringField("time", change.time().toString());
        json.writeStringField("trigger", change.trigger().word());
        json.writeStringField("by", change.author().name());
        json.writeStringField("from", change.kind().word());
        json.writeStringField("outcome", change.outcome().word());
        json.writeStringField("says", change.says());
        json.writeNumberField("milliseconds", change.millis());
        json.writeEndObject();
    }
}
