package org.sekimori.policy.sets;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Reads what {@code ipset save} prints: {@code create NAME TYPE …}, then {@code add NAME ENTRY …} for each entry. Of what
 * stands behind an entry only {@code nomatch} is looked at. Networks of all the sets in the file are taken together.
 */
final class IpsetList {
    /** Types whose entries are addresses or networks and nothing else. */
    private static final Set<String> TYPES = Set.of("hash:ip", "hash:net", "bitmap:ip");

    private static final int TYPE_WORD = 2;
    private static final int ENTRY_WORD = 2;
    private static final String EXPECTED = "; expected 'create NAME hash:net …' or 'add NAME NETWORK'";

    private final byte[] text;
    private final SetIntake intake;
    private final Lines lines;
    private int wordStart;
    private int wordEnd;

    IpsetList(byte[] text, SetIntake intake) {
        this.text = text;
        this.intake = intake;
        lines = new Lines(text);
    }

    void read() {
        while (lines.next()) {
            if (lines.isEmpty() || lines.isComment()) {
                continue;
            }
            wordEnd = lines.start();
            nextWord();
            if (isWord("add")) {
                readAdd();
            } else if (isWord("create")) {
                readCreate();
            } else if (!isWord("COMMIT")) {
                String rest = " is no command of a saved ipset" + EXPECTED;
                intake.refuse(lines.number(), "'" + word() + "'" + rest, "this" + rest);
            }
        }
    }

    private void readAdd() {
        if (!skipTo(ENTRY_WORD)) {
            String missing = "an entry is missing" + EXPECTED;
            intake.refuse(lines.number(), missing, missing);
            return;
        }
        int entryStart = wordStart;
        int entryEnd = wordEnd;
        boolean isException = false;
        while (nextWord()) {
            isException |= isWord("nomatch");
        }
        intake.take(text, entryStart, entryEnd, lines.number(), isException);
    }

    private void readCreate() {
        if (!skipTo(TYPE_WORD) || !TYPES.contains(word())) {
            String rest = " of ipset has other entries than networks; expected hash:net or hash:ip";
            intake.refuse(lines.number(), "type '" + word() + "'" + rest, "this type" + rest);
        }
    }

    /** Goes so many words on, if there are so many. */
    private boolean skipTo(int words) {
        for (int i = 0; i < words; i++) {
            if (!nextWord()) {
                return false;
            }
        }
        return true;
    }

    /** Goes to the next word of the line; what stands in quotes is one. */
    private boolean nextWord() {
        int at = wordEnd;
        while (at < lines.end() && Lines.isSpace(text[at])) {
            at++;
        }
        wordStart = at;
        boolean quoted = false;
        while (at < lines.end() && (quoted || !Lines.isSpace(text[at]))) {
            quoted ^= text[at] == '"';
            at++;
        }
        wordEnd = at;
        return wordStart < wordEnd;
    }

    private boolean isWord(String expected) {
        if (wordEnd - wordStart != expected.length()) {
            return false;
        }
        for (int i = 0; i < expected.length(); i++) {
            if (text[wordStart + i] != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String word() {
        int length = Math.min(wordEnd - wordStart, 60);
        return new String(text, wordStart, length, StandardCharsets.UTF_8);
    }
}
