package org.sekimori.policy.text;

/**
 * Something to say about a place in a policy. Source and message never hold control characters: whatever stands in a
 * file, a finding is one printable line.
 *
 * @param severity whether the policy can be used
 * @param source   name of the file
 * @param line     from 1
 * @param column   from 1
 * @param message  what was found, what was expected, and what to write instead
 */
public record Finding(Severity severity, String source, int line, int column, String message) {
    private static final int FIRST_PRINTABLE = 0x20;

    /** Makes source and message printable. */
    public Finding {
        source = printable(source);
        message = printable(message);
    }

    /** The one line: {@code file:line:column: error: message}. */
    @Override
    public String toString() {
        return source + ":" + line + ":" + column + ": " + severity.word() + ": " + message;
    }

    private static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c < FIRST_PRINTABLE || Character.isISOControl(c) || isInvisible(c)) {
                clean.append(String.format("\\u%04x", c));
            } else {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString();
    }

    /** Line separators, and marks that reverse or hide text on a terminal. */
    private static boolean isInvisible(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.FORMAT
                || type == Character.SURROGATE;
    }
}
