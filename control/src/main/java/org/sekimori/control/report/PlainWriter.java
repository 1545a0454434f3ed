package org.sekimori.control.report;

import java.io.PrintWriter;

/**
 * Prints without control characters, whatever it is given: much of what commands print comes from elsewhere (the API, the box's
 * file, policies, names of files), and a terminal obeys what it is shown. Line feeds and tabs pass; all else of the kind
 * becomes a question mark.
 */
public final class PlainWriter extends PrintWriter {
    private static final char INSTEAD = '?';

    private final PrintWriter raw;

    /** Prints to there, each line at once. */
    public PlainWriter(PrintWriter raw) {
        super(raw, true);
        this.raw = raw;
    }

    /** What lies beneath, for those who draw on the terminal and clean what they draw by themselves. */
    public static PrintWriter beneath(PrintWriter out) {
        return out instanceof PlainWriter plain ? plain.raw : out;
    }

    /** The text as it is printed. */
    public static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isHarmful(text.charAt(i))) {
                StringBuilder clean = new StringBuilder(text);
                for (int at = i; at < clean.length(); at++) {
                    if (isHarmful(clean.charAt(at))) {
                        clean.setCharAt(at, INSTEAD);
                    }
                }
                return clean.toString();
            }
        }
        return text;
    }

    /** Whether a terminal may take it for more than a letter: escapes, and what turns the direction of writing. */
    static boolean isHarmful(char letter) {
        if (letter == '\n' || letter == '\t') {
            return false;
        }
        return switch (Character.getType(letter)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    @Override
    public void write(int letter) {
        super.write(isHarmful((char) letter) ? INSTEAD : letter);
    }

    @Override
    public void write(char[] letters, int from, int length) {
        String clean = clean(new String(letters, from, length));
        super.write(clean, 0, clean.length());
    }

    @Override
    public void write(String text, int from, int length) {
        super.write(clean(text.substring(from, from + length)), 0, length);
    }
}
