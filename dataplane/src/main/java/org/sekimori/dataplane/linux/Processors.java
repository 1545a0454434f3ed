package org.sekimori.dataplane.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processors this machine has or could get while it runs: as many values a per-processor map has for a key. */
final class Processors {
    private static final Path POSSIBLE = Path.of("/sys/devices/system/cpu/possible");

    private Processors() {}

    /** How many there are. */
    static int possibleCount() {
        try {
            return count(Files.readString(POSSIBLE));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** How many are in a list as the kernel writes them: {@code 0-3,8,10-11}. */
    static int count(String list) {
        int count = 0;
        for (String range : list.strip().split(",")) {
            String[] ends = range.split("-");
            count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
        }
        return count;
    }
}
