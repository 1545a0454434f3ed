package org.sekimori.policy.sets;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * What a policy says about how a file is written.
 *
 * @param format    as said; empty to look at name and text
 * @param column    of a CSV file, a number from 1 or a name from its first row; empty for the first
 * @param delimiter between the fields of a CSV file
 */
public record SetLayout(Optional<SetFormat> format, Optional<String> column, char delimiter) {
    /** Between fields where a policy doesn't say. */
    public static final char COMMA = ',';
    /** Nothing said. */
    public static final SetLayout UNSAID = new SetLayout(Optional.empty(), Optional.empty(), COMMA);

    private static final String CSV_ENDING = ".csv";

    /**
     * The format that is said; else CSV where a column is said or the name ends in {@code .csv}; else ipset where the
     * first line that is no comment begins with {@code create} or {@code add}; else plain.
     */
    SetFormat formatOf(String name, byte[] text) {
        if (format.isPresent()) {
            return format.get();
        }
        if (column.isPresent() || name.toLowerCase(Locale.ROOT).endsWith(CSV_ENDING)) {
            return SetFormat.CSV;
        }
        Lines lines = new Lines(text);
        while (lines.next()) {
            if (lines.isEmpty() || lines.isComment()) {
                continue;
            }
            return startsWith(lines, "create ") || startsWith(lines, "add ") ? SetFormat.IPSET : SetFormat.PLAIN;
        }
        return SetFormat.PLAIN;
    }

    private static boolean startsWith(Lines line, String word) {
        byte[] expected = word.getBytes(StandardCharsets.US_ASCII);
        return line.end() - line.start() >= expected.length
                && java.util.Arrays.equals(
                        line.text(), line.start(), line.start() + expected.length, expected, 0, expected.length);
    }
}
