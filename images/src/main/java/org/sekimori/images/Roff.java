package org.sekimori.images;

import java.util.List;
import java.util.Locale;

/** Text in the macros of {@code man(7)}; takes plain text and escapes what roff would read as its own. */
final class Roff {
    private static final int WIDTH = 79;

    private final StringBuilder text = new StringBuilder();

    /** The page's head. Hyphenation and justification are off, so that options stay whole. */
    Roff title(String name, Edition edition) {
        macro(String.format(
                ".TH %s 1 \"%s\" %s \"Sekimori\"",
                quoted(name.toUpperCase(Locale.ROOT)), edition.date(), quoted(edition.program())));
        macro(".nh");
        return macro(".ad l");
    }

    Roff section(String heading) {
        return macro(".SH " + quoted(heading));
    }

    Roff paragraph(String words) {
        return macro(".PP").filled(escaped(words));
    }

    /** What {@code whatis} and {@code apropos} read. */
    Roff name(String name, String purpose) {
        return filled(escaped(name) + " \\- " + escaped(purpose));
    }

    /** Words straight after a heading, where a paragraph needs no mark. */
    Roff words(String words) {
        return filled(escaped(words));
    }

    /** A term in bold, its argument in italics (either may be empty), and what it means. */
    Roff item(String term, String argument, String meaning) {
        macro(".TP").line(bold(term) + italic(argument));
        return filled(escaped(meaning));
    }

    /** Lines as they are, in a fixed font. */
    Roff example(List<String> lines) {
        macro(".nf").macro(".RS 4");
        lines.forEach(words -> line(escaped(words)));
        return macro(".RE").macro(".fi");
    }

    /** A name in bold and the rest in the font of the text. */
    Roff synopsis(String name, String rest) {
        return filled(bold(name) + " " + escaped(rest.strip()));
    }

    private Roff macro(String line) {
        text.append(line).append('\n');
        return this;
    }

    /** A line must not begin like a macro, and one without words would be a gap. */
    private Roff line(String escaped) {
        String safe = escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
        text.append(safe.isEmpty() ? "\\&" : safe).append('\n');
        return this;
    }

    /** The formatter fills lines anew; these are short for who reads the source. */
    private Roff filled(String escaped) {
        StringBuilder line = new StringBuilder();
        for (String word : escaped.split(" +")) {
            if (line.length() + word.length() >= WIDTH && !line.isEmpty()) {
                line(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        return line(line.toString());
    }

    private static String bold(String words) {
        return words.isEmpty() ? "" : "\\fB" + escaped(words) + "\\fR";
    }

    private static String italic(String words) {
        return words.isEmpty() ? "" : "\\fI" + escaped(words) + "\\fR";
    }

    private static String quoted(String words) {
        return '"' + escaped(words).replace("\"", "\\(dq") + '"';
    }

    private static String escaped(String words) {
        return words.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("~", "\\(ti")
                .replace("^", "\\(ha")
                .replace("`", "\\(ga")
                .replace("'", "\\(aq");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
