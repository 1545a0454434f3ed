package org.sekimori.control.lab.server;

import java.util.List;

/** One line of {@code ntpq -c peers}: a time server, and which of the last eight polls it answered, as a bit pattern. */
public record NtpPeer(String remote, int reach) {
    private static final int REACH_COLUMN = 6;
    private static final int COLUMN_COUNT = 10;
    private static final int OCTAL = 8;

    /** Has it answered at all of late? */
    public boolean isReached() {
        return reach != 0;
    }

    /** Reads the table; empty when ntpq printed something else. */
    public static List<NtpPeer> parse(String text) {
        return text.lines()
                .dropWhile(line -> !line.startsWith("==="))
                .skip(1)
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length >= COLUMN_COUNT)
                .map(words -> new NtpPeer(words[0], Integer.parseInt(words[REACH_COLUMN], OCTAL)))
                .toList();
    }
}
