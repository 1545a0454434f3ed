package org.sekimori.control.history;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.sekimori.policy.explain.Difference;

/** An entry as fields of a JSON object: on disk, and in the answers of the API. */
public final class EntryJson {
    static final String ID = "id";
    static final String TIME = "time";
    static final String AUTHOR = "by";
    static final String TRIGGER = "trigger";
    static final String SOURCE = "source";
    static final String FILE_DIGEST = "file-digest";
    static final String OUTCOME = "outcome";
    static final String REMARK = "remark";
    static final String OMITTED = "differences-omitted";
    static final String NAME = "name";
    static final String RULES = "rules";
    static final String CHECKSUM = "checksum";
    static final String IMAGE_BYTES = "image-bytes";
    static final String DIFFERENCES = "differences";
    static final String KIND = "kind";
    static final String FIELDS = "fields";
    static final String KEY = "key";
    static final String BEFORE = "before";
    static final String AFTER = "after";

    private EntryJson() {}

    /** Writes everything but the differences into the object that is open. */
    public static void writeFacts(JsonGenerator json, HistoryEntry entry) throws IOException {
        json.writeNumberField(ID, entry.id());
        json.writeStringField(TIME, entry.time().toString());
        json.writeStringField(AUTHOR, entry.author().name());
        json.writeStringField(TRIGGER, entry.trigger().word());
        json.writeStringField(SOURCE, entry.source());
        json.writeStringField(OUTCOME, entry.outcome().word());
        json.writeStringField(REMARK, entry.remark());
        json.writeStringField(NAME, entry.policy().name());
        json.writeNumberField(RULES, entry.policy().rules());
        json.writeStringField(CHECKSUM, entry.policy().checksumText());
        json.writeNumberField(IMAGE_BYTES, entry.policy().imageBytes());
    }

    /** Writes in what it differs from the one before into the object that is open. */
    public static void writeDifferences(JsonGenerator json, HistoryEntry entry) throws IOException {
        json.writeNumberField(OMITTED, entry.omitted());
        json.writeArrayFieldStart(DIFFERENCES);
        for (Difference difference : entry.differences()) {
            json.writeStartObject();
            json.writeStringField(KIND, difference.kind().word());
            json.writeStringField(NAME, difference.name());
            json.writeArrayFieldStart(FIELDS);
            for (Difference.Field field : difference.fields()) {
                json.writeStartObject();
                json.writeStringField(KEY, field.key());
                json.writeStringField(BEFORE, field.before());
                json.writeStringField(AFTER, field.after());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
