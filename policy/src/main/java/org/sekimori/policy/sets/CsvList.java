package org.sekimori.policy.sets;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads one column of a CSV file (RFC 4180: fields in quotes may hold delimiters, line ends and doubled quotes). Empty
 * rows and rows that begin with {@code #} are left out. Where the column is said by number, a first row without a dot
 * or colon in it is taken for the names of the columns.
 */
final class CsvList {
    private static final int MAX_COLUMNS_TOLD = 20;

    private final byte[] text;
    private final byte delimiter;
    private final String column;
    private final SetIntake intake;
    private int at;
    private int line = 1;
    private int rowLine;
    private int fieldStart;
    private int fieldEnd;
    private boolean isRowEnd;
    /** The field without its quotes, where it had any. */
    private byte[] field;

    CsvList(byte[] text, SetLayout layout, SetIntake intake) {
        this.text = text;
        this.intake = intake;
        delimiter = (byte) layout.delimiter();
        column = layout.column().orElse("1");
        at = Lines.afterMark(text);
    }

    void read() {
        boolean isNumber = column.chars().allMatch(c -> c >= '0' && c <= '9');
        int index = isNumber ? Integer.parseInt(column) - 1 : -1;
        boolean isFirst = true;
        while (skipToRow()) {
            if (isFirst && !isNumber) {
                index = indexOfName();
                if (index < 0) {
                    return;
                }
            } else {
                readRow(index, isFirst);
            }
            isFirst = false;
        }
    }

    private void readRow(int index, boolean isFirst) {
        int count = 0;
        boolean isTaken = false;
        do {
            nextField();
            if (count++ == index) {
                isTaken = true;
                if (!isFirst || looksLikeNetwork()) {
                    intake.take(field, fieldStart, fieldEnd, rowLine, false);
                }
            }
        } while (!isRowEnd);
        if (!isTaken) {
            String missing = "there is no column " + (index + 1);
            intake.refuse(rowLine, missing + "; this row has " + count, missing);
        }
    }

    private int indexOfName() {
        List<String> names = new ArrayList<>();
        do {
            nextField();
            names.add(new String(field, fieldStart, fieldEnd - fieldStart, StandardCharsets.UTF_8).strip());
        } while (!isRowEnd);
        int exact = names.indexOf(column);
        if (exact >= 0) {
            return exact;
        }
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).toLowerCase(Locale.ROOT).equals(column.toLowerCase(Locale.ROOT))) {
                return i;
            }
        }
        String unknown = "no column is named '" + column + "'";
        String told = String.join(", ", names.subList(0, Math.min(names.size(), MAX_COLUMNS_TOLD)));
        intake.refuse(rowLine, unknown + "; the first row has " + told, unknown);
        return -1;
    }

    /** Goes to the next row that holds something, if there is one. */
    private boolean skipToRow() {
        while (at < text.length) {
            byte letter = text[at];
            if (letter == '#') {
                while (at < text.length && text[at] != '\n') {
                    at++;
                }
            } else if (letter == '\n' || letter == '\r') {
                line += letter == '\n' ? 1 : 0;
                at++;
            } else {
                rowLine = line;
                return true;
            }
        }
        return false;
    }

    /** Reads to the next delimiter or line end. */
    private void nextField() {
        if (at < text.length && text[at] == '"') {
            readQuoted();
        } else {
            field = text;
            fieldStart = at;
            while (at < text.length && text[at] != delimiter && text[at] != '\n') {
                at++;
            }
            fieldEnd = at;
        }
        isRowEnd = at >= text.length || text[at] == '\n';
        line += at < text.length && isRowEnd ? 1 : 0;
        at++;
    }

    private void readQuoted() {
        at++;
        byte[] plain = new byte[plainLength()];
        int length = 0;
        boolean isClosed = false;
        while (at < text.length) {
            if (text[at] == '"') {
                at++;
                isClosed = at >= text.length || text[at] != '"';
            }
            if (isClosed) {
                break;
            }
            line += text[at] == '\n' ? 1 : 0;
            plain[length++] = text[at++];
        }
        if (!isClosed) {
            String unclosed = "a quote that begins in this row is never closed";
            intake.refuse(rowLine, unclosed, unclosed);
        }
        field = plain;
        fieldStart = 0;
        fieldEnd = length;
        while (at < text.length && text[at] != delimiter && text[at] != '\n') {
            at++;
        }
    }

    /** No shorter than what stands in the quotes that begin before here. */
    private int plainLength() {
        int end = at;
        while (end < text.length && !(text[end] == '"' && (end + 1 == text.length || text[end + 1] != '"'))) {
            end += text[end] == '"' ? 2 : 1;
        }
        return Math.min(end, text.length) - at;
    }

    private boolean looksLikeNetwork() {
        return NetworkScanner.indexOf(field, fieldStart, fieldEnd, '.') >= 0
                || NetworkScanner.indexOf(field, fieldStart, fieldEnd, ':') >= 0;
    }
}
