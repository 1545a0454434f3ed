package org.sekimori.control.reload;

/**
 * By what a policy file is known to say something else than before.
 *
 * @param digest     of its text and its sets' files; empty: unknown
 * @param textDigest of its text alone; empty: unknown
 */
record FileMark(String digest, String textDigest) {
    /** Nothing was ever taken over. */
    static final FileMark NONE = new FileMark("", "");

    /** Whether the text is another one; where that was never noted, whether text or sets are. */
    boolean hasOtherText(FileMark other) {
        return textDigest.isEmpty() || other.textDigest.isEmpty()
                ? !digest.equals(other.digest)
                : !textDigest.equals(other.textDigest);
    }
}
