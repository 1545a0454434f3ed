package org.sekimori.control.policytest;

/**
 * A frame whose verdict isn't the expected one.
 *
 * @param frame    its file and number
 * @param expected {@code direction,verdict,rule,reason}; empty if the frame wasn't expected
 * @param found    the same; empty if there was no such frame
 */
public record Mismatch(String frame, String expected, String found) {
    /** One line for people. */
    @Override
    public String toString() {
        return frame + ": expected " + words(expected, "no such frame") + ", found " + words(found, "no such frame");
    }

    private static String words(String line, String none) {
        if (line.isEmpty()) {
            return none;
        }
        String[] fields = line.split(",", -1);
        StringBuilder words = new StringBuilder(fields[0]).append(' ').append(fields[1]);
        words.append(fields[2].isEmpty() ? " by no rule" : " by rule '" + fields[2] + "'");
        return words.append(fields[3].isEmpty() ? "" : " (" + fields[3] + ")").toString();
    }
}
