package org.sekimori.control.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.sekimori.policy.explain.Difference;
import org.sekimori.policy.explain.DifferenceKind;

/** The bytes of an entry's {@code entry.json}. What is read may be damaged, and is believed in nothing. */
final class EntryFile {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int RADIX = 16;
    private static final Pattern ROLLBACK_SOURCE = Pattern.compile("entry [0-9]+, ");

    private final Map<String, String> values = new HashMap<>();
    private final List<Difference> differences = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<SetNote> sets = new ArrayList<>();

    private EntryFile() {}

    static byte[] write(HistoryEntry entry) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            EntryJson.writeFacts(json, entry);
            json.writeStringField(EntryJson.FILE_DIGEST, entry.fileDigest());
            json.writeStringField(EntryJson.FILE_TEXT_DIGEST, entry.notes().fileTextDigest());
            EntryJson.writeNotes(json, entry.notes());
            EntryJson.writeDifferences(json, entry);
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    /**
     * Reads an entry.
     *
     * @throws IOException that says what is wrong with the bytes
     */
    static HistoryEntry read(byte[] bytes) throws IOException {
        EntryFile file = new EntryFile();
        try (JsonParser json = JSON.createParser(bytes)) {
            expect(json.nextToken() == JsonToken.START_OBJECT, "no JSON object");
            file.readFields(json);
        }
        try {
            return file.entry();
        } catch (DateTimeException | IllegalArgumentException wrong) {
            throw new IOException(wrong.getMessage(), wrong);
        }
    }

    private void readFields(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals(EntryJson.DIFFERENCES) && value == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    differences.add(difference(json));
                }
                expect(json.currentToken() == JsonToken.END_ARRAY, "differences that aren't objects");
            } else if (name.equals(EntryJson.WARNINGS) && value == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.VALUE_STRING) {
                    warnings.add(json.getText());
                }
                expect(json.currentToken() == JsonToken.END_ARRAY, "warnings that aren't lines");
            } else if (name.equals(EntryJson.SETS) && value == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    sets.add(set(plain(json)));
                }
                expect(json.currentToken() == JsonToken.END_ARRAY, "sets that aren't objects");
            } else {
                expect(value.isScalarValue(), "no plain value of '" + name + "'");
                values.put(name, json.getText());
            }
        }
        expect(json.currentToken() == JsonToken.END_OBJECT, "no end");
    }

    private static Difference difference(JsonParser json) throws IOException {
        Map<String, String> plain = new HashMap<>();
        List<Difference.Field> fields = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() == JsonToken.START_ARRAY) {
                while (json.nextToken() == JsonToken.START_OBJECT) {
                    fields.add(field(json));
                }
            } else {
                plain.put(name, json.getText());
            }
        }
        String word = plain.getOrDefault(EntryJson.KIND, "");
        DifferenceKind kind = Arrays.stream(DifferenceKind.values())
                .filter(k -> k.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IOException("a difference of no kind"));
        return new Difference(kind, plain.getOrDefault(EntryJson.NAME, ""), fields);
    }

    private static Map<String, String> plain(JsonParser json) throws IOException {
        Map<String, String> plain = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            expect(json.nextToken().isScalarValue(), "no plain value of '" + name + "'");
            plain.put(name, json.getText());
        }
        return plain;
    }

    private static SetNote set(Map<String, String> plain) throws IOException {
        try {
            return new SetNote(
                    plain.getOrDefault(EntryJson.SET, ""),
                    plain.getOrDefault(EntryJson.FILE, ""),
                    Integer.parseInt(plain.getOrDefault(EntryJson.ENTRIES_BEFORE, "")),
                    Integer.parseInt(plain.getOrDefault(EntryJson.ENTRIES, "")),
                    Long.parseLong(plain.getOrDefault(EntryJson.MODIFIED_MS, "")),
                    plain.getOrDefault(EntryJson.HELD, ""));
        } catch (NumberFormatException wrong) {
            throw new IOException("a set without its numbers", wrong);
        }
    }

    private static Difference.Field field(JsonParser json) throws IOException {
        Map<String, String> plain = plain(json);
        return new Difference.Field(
                plain.getOrDefault(EntryJson.KEY, ""),
                plain.getOrDefault(EntryJson.BEFORE, ""),
                plain.getOrDefault(EntryJson.AFTER, ""));
    }

    private HistoryEntry entry() throws IOException {
        PolicyFacts policy = new PolicyFacts(
                value(EntryJson.NAME),
                Integer.parseInt(value(EntryJson.RULES)),
                Integer.parseUnsignedInt(value(EntryJson.CHECKSUM), RADIX),
                Integer.parseInt(value(EntryJson.IMAGE_BYTES)));
        return new HistoryEntry(
                Long.parseLong(value(EntryJson.ID)),
                Instant.parse(value(EntryJson.TIME)),
                new Author(value(EntryJson.AUTHOR)),
                Trigger.of(value(EntryJson.TRIGGER)).orElseThrow(() -> new IOException("no such trigger")),
                value(EntryJson.SOURCE),
                value(EntryJson.FILE_DIGEST),
                policy,
                differences,
                Integer.parseInt(value(EntryJson.OMITTED)),
                Outcome.of(value(EntryJson.OUTCOME)).orElseThrow(() -> new IOException("no such outcome")),
                value(EntryJson.REMARK),
                notes(),
                true);
    }

    /** Versions before 0.2 wrote none of this; where the policy came from then shows in what made it be put in force. */
    private EntryNotes notes() throws IOException {
        EntryKind kind = EntryKind.of(values.getOrDefault(EntryJson.FROM, "")).orElse(earlierKind());
        return new EntryNotes(kind, values.getOrDefault(EntryJson.FILE_TEXT_DIGEST, ""), warnings, sets);
    }

    private EntryKind earlierKind() throws IOException {
        String trigger = value(EntryJson.TRIGGER);
        boolean isAsked = trigger.equals(Trigger.API.word()) || trigger.equals(Trigger.COMMAND.word());
        if (!isAsked) {
            return EntryKind.FILE;
        }
        return ROLLBACK_SOURCE.matcher(value(EntryJson.SOURCE)).lookingAt() ? EntryKind.ROLLBACK : EntryKind.PUSH;
    }

    private String value(String name) throws IOException {
        String value = values.get(name);
        expect(value != null, "no '" + name + "'");
        return value;
    }

    private static void expect(boolean condition, String what) throws IOException {
        if (!condition) {
            throw new IOException(what);
        }
    }
}
