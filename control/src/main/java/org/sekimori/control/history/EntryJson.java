package org.sekimori.control.history;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
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

    static final String FROM = "from";
    static final String FILE_TEXT_DIGEST = "file-text-digest";
    static final String WARNINGS = "warnings";
    static final String SETS = "sets";
    static final String SET = "set";
    static final String FILE = "file";
    static final String ENTRIES_BEFORE = "entries-before";
    static final String ENTRIES = "entries";
    static final String MODIFIED_MS = "modified-ms";
    static final String HELD = "held";

    private EntryJson() {}

    /** Writes everything but the differences into the object that is open. */
    public static void writeFacts(JsonGenerator json, HistoryEntry entry) throws IOException {
        json.writeNumberField(ID, entry.id());
        json.writeStringField(TIME, entry.time().toString());
        json.writeStringField(AUTHOR, entry.author().name());
        json.writeStringField(TRIGGER, entry.trigger().word());
        json.writeStringField(FROM, entry.notes().kind().word());
        json.writeStringField(SOURCE, entry.source());
        json.writeStringField(OUTCOME, entry.outcome().word());
        json.writeStringField(REMARK, entry.remark());
        json.writeStringField(NAME, entry.policy().name());
        json.writeNumberField(RULES, entry.policy().rules());
        json.writeStringField(CHECKSUM, entry.policy().checksumText());
        json.writeNumberField(IMAGE_BYTES, entry.policy().imageBytes());
    }

    /** Writes what was said when it was read into the object that is open. */
    public static void writeNotes(JsonGenerator json, EntryNotes notes) throws IOException {
        json.writeArrayFieldStart(WARNINGS);
        for (String warning : notes.warnings()) {
            json.writeString(warning);
        }
        json.writeEndArray();
        writeSets(json, notes.sets());
    }

    /** Writes what the files of sets gave into the object that is open. */
    public static void writeSets(JsonGenerator json, List<SetNote> sets) throws IOException {
        json.writeArrayFieldStart(SETS);
        for (SetNote set : sets) {
            json.writeStartObject();
            json.writeStringField(SET, set.set());
            json.writeStringField(FILE, set.file());
            json.writeNumberField(ENTRIES_BEFORE, set.before());
            json.writeNumberField(ENTRIES, set.entries());
            json.writeNumberField(MODIFIED_MS, set.modifiedEpochMs());
            json.writeStringField(HELD, set.held());
            json.writeEndObject();
        }
        json.writeEndArray();
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
