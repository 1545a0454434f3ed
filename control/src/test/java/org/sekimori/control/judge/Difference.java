package org.sekimori.control.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A frame on which Sekimori and tshark don't agree.
 *
 * @param file the capture's name in its collection
 * @param frame counted from 1
 * @param field {@code missed}, {@code extra} or {@code rule}, see {@link TsharkJudgeIT}
 */
record Difference(String file, long frame, String field) {
    /** A difference that is known, and why it is right: one line {@code file, frame, field, reason} between tabs. */
    record Known(Difference difference, String reason) {
        private static Known of(String line) {
            String[] columns = line.split("\t");
            if (columns.length != 4) {
                throw new IllegalArgumentException("not 'file, frame, field, reason' between tabs: " + line);
            }
            return new Known(new Difference(columns[0], Long.parseLong(columns[1]), columns[2]), columns[3]);
        }
    }

    /** The list, without its comments. */
    static List<Known> readKnown(Path list) {
        try {
            return Files.readAllLines(list).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Known::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return file + '\t' + frame + '\t' + field;
    }
}
