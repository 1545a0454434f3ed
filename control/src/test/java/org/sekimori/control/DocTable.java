package org.sekimori.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Rows of the table that stands under a heading of a page in {@code docs}, as they are written. */
public final class DocTable {
    private DocTable() {}

    /** All rows whose first cell is code. */
    public static List<String> rows(String page, String heading) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "docs", page));
        assertThat(lines).as("headings of " + page).contains(heading);
        List<String> rows = new ArrayList<>();
        for (String line : lines.subList(lines.indexOf(heading) + 1, lines.size())) {
            if (line.startsWith("## ")) {
                break;
            }
            if (line.startsWith("| `")) {
                rows.add(line);
            }
        }
        return rows;
    }
}
