package org.sekimori.policy.text;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sekimori.policy.sets.NetworkEntries;
import org.sekimori.policy.sets.SetContents;
import org.sekimori.policy.sets.SetFileException;
import org.sekimori.policy.sets.SetFiles;
import org.sekimori.policy.sets.SetFormat;
import org.sekimori.policy.sets.SetGuard;
import org.sekimori.policy.sets.SetLayout;
import org.sekimori.policy.sets.SetSource;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads sets that lie in files. */
final class SetFileReader {
    static final List<String> KEYS = List.of("file", "format", "column", "delimiter", "guard", "max-shrink");

    private static final int MAX_COLUMN = 1_000;
    private static final Pattern PERCENT = Pattern.compile("(100|[0-9]{1,2})%");
    private static final int MAX_ASCII = 0x7E;
    private static final String NO_DELIMITER = "\"\n\r#";

    private final Findings findings;
    private final Values values;
    private final SetFiles files;

    SetFileReader(Findings findings, Values values, SetFiles files) {
        this.findings = findings;
        this.values = values;
        this.files = files;
    }

    /** The networks of the set's file, if nothing is wrong with them. */
    Optional<NetworkEntries> read(NamedSet set) {
        int errorsBefore = findings.errorCount();
        String what = "set '" + set.name() + "'";
        Optional<Fields> fields = Fields.read(set.value(), what, KEYS, findings);
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        Optional<Node> place = fields.get().required("file", "name it, or write a list of networks");
        Optional<String> name = place.flatMap(node -> values.text(node, "file"));
        SetLayout layout = readLayout(fields.get());
        SetGuard guard = readGuard(fields.get());
        if (name.isEmpty() || findings.errorCount() > errorsBefore) {
            return Optional.empty();
        }
        return read(new SetSource(set.name(), name.get(), layout, guard), place.get());
    }

    private SetLayout readLayout(Fields fields) {
        Optional<SetFormat> format = fields.value("format")
                .flatMap(node -> values.word(node, "format", SetFormat.values(), SetFormat::word));
        Optional<String> column =
                fields.value("column").flatMap(node -> values.parsed(node, "column", SetFileReader::column));
        char delimiter = fields.value("delimiter")
                .flatMap(node -> values.parsed(node, "delimiter", SetFileReader::delimiter))
                .orElse(SetLayout.COMMA);
        if (format.isPresent() && format.get() != SetFormat.CSV) {
            for (String key : List.of("column", "delimiter")) {
                if (fields.value(key).isPresent()) {
                    findings.error(
                            fields.place(key),
                            "'" + key + "' is for format csv; this set's is "
                                    + format.get().word());
                }
            }
        }
        return new SetLayout(format, column, delimiter);
    }

    private SetGuard readGuard(Fields fields) {
        SetGuard.Mode mode = fields.value("guard")
                .flatMap(node -> values.word(node, "guard", SetGuard.Mode.values(), SetGuard.Mode::word))
                .orElse(SetGuard.DEFAULT.mode());
        int maxShrink = fields.value("max-shrink")
                .flatMap(node -> values.parsed(node, "max-shrink", SetFileReader::percent))
                .orElse(SetGuard.DEFAULT.maxShrinkPercent());
        return new SetGuard(mode, maxShrink);
    }

    private static int percent(String text) {
        Matcher matcher = PERCENT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(Values.quote(text) + " is no share from 0% to 100%; write it as in 50%");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private Optional<NetworkEntries> read(SetSource source, Node place) {
        SetContents contents;
        try {
            contents = files.contents(source);
        } catch (SetFileException problem) {
            findings.error(place, "'" + source.file() + "': " + problem.getMessage());
            return Optional.empty();
        }
        contents.errors().forEach(message -> findings.error(place, message));
        contents.warnings().forEach(message -> findings.warning(place, message));
        return contents.errors().isEmpty() ? Optional.of(contents.entries()) : Optional.empty();
    }

    private static String column(String text) {
        boolean isNumber = text.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean isShort = text.length() <= Integer.toString(MAX_COLUMN).length();
        if (text.isEmpty() || isNumber && !(isShort && isColumn(Integer.parseInt(text)))) {
            throw new IllegalArgumentException(Values.quote(text) + " is no column; expected a number from 1 to "
                    + MAX_COLUMN + " or a name from the first row");
        }
        return text;
    }

    private static boolean isColumn(int number) {
        return number >= 1 && number <= MAX_COLUMN;
    }

    private static char delimiter(String text) {
        boolean isOne = text.length() == 1 && text.charAt(0) <= MAX_ASCII;
        if (!isOne || Character.isLetterOrDigit(text.charAt(0)) || NO_DELIMITER.contains(text)) {
            throw new IllegalArgumentException(
                    Values.quote(text) + " is no delimiter; expected one character such as ',' or ';' or \"\\t\"");
        }
        return text.charAt(0);
    }
}
