package org.sekimori.policy.sets;

/** Goes through the lines of a text, each without white space around it. A byte order mark is passed over. */
final class Lines {
    private static final int MARK_LENGTH = 3;

    private final byte[] text;
    private int next;
    private int number;
    private int start;
    private int end;

    Lines(byte[] text) {
        this.text = text;
        next = afterMark(text);
    }

    /** Where the text begins behind a byte order mark of UTF-8, if there is one. */
    static int afterMark(byte[] text) {
        boolean marked = text.length >= MARK_LENGTH
                && text[0] == (byte) 0xEF
                && text[1] == (byte) 0xBB
                && text[2] == (byte) 0xBF;
        return marked ? MARK_LENGTH : 0;
    }

    /** Goes to the next line, unless there is none. */
    boolean next() {
        if (next >= text.length) {
            return false;
        }
        number++;
        start = next;
        while (next < text.length && text[next] != '\n') {
            next++;
        }
        end = next++;
        trim();
        return true;
    }

    /** Leaves out what stands behind a comment sign. */
    void cutComment() {
        for (int at = start; at < end; at++) {
            if (isCommentSign(text[at])) {
                end = at;
                trim();
                return;
            }
        }
    }

    boolean isEmpty() {
        return start == end;
    }

    boolean isComment() {
        return start < end && isCommentSign(text[start]);
    }

    byte[] text() {
        return text;
    }

    /** From 1. */
    int number() {
        return number;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    static boolean isSpace(byte letter) {
        return letter == ' ' || letter == '\t' || letter == '\r';
    }

    private static boolean isCommentSign(byte letter) {
        return letter == '#' || letter == ';';
    }

    private void trim() {
        while (start < end && isSpace(text[end - 1])) {
            end--;
        }
        while (start < end && isSpace(text[start])) {
            start++;
        }
    }
}
