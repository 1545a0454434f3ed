package org.sekimori.dataplane.counters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.state.MemoryKind;

/** The tables of {@code docs/counters.md} say what the enums say, in their order, and nothing else. */
class CountersDocTest {
    private static final Path PAGE = Path.of("..", "docs", "counters.md");
    private static final Pattern ROW = Pattern.compile("^\\| `([^`]*)` \\| (.*) \\|$");

    @Test
    void shouldListEveryPortCounter() throws IOException {
        List<Row> expected = Arrays.stream(PortCounter.values())
                .map(counter -> new Row(counter.word(), counter.meaning()))
                .toList();

        assertThat(rowsUnder("## Ports")).isEqualTo(expected);
    }

    @Test
    void shouldListEveryReason() throws IOException {
        List<Row> expected = Arrays.stream(Reason.values())
                .filter(reason -> reason != Reason.NONE)
                .map(reason -> new Row(reason.word(), reason.meaning()))
                .toList();

        assertThat(rowsUnder("## Reasons")).isEqualTo(expected);
    }

    @Test
    void shouldListEveryMemory() throws IOException {
        List<Row> expected = Arrays.stream(MemoryKind.values())
                .map(kind -> new Row(kind.word(), kind.meaning()))
                .toList();

        assertThat(rowsUnder("## Memory")).isEqualTo(expected);
    }

    @Test
    void shouldListEveryKindOfVerdict() throws IOException {
        List<String> words = Arrays.stream(VerdictCounters.Kind.values())
                .map(VerdictCounters.Kind::word)
                .toList();

        assertThat(rowsUnder("## Rules")).extracting(Row::word).isEqualTo(words);
    }

    private static List<Row> rowsUnder(String heading) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        assertThat(lines).as("headings of " + PAGE).contains(heading);
        List<Row> rows = new ArrayList<>();
        for (String line : lines.subList(lines.indexOf(heading) + 1, lines.size())) {
            if (line.startsWith("## ")) {
                break;
            }
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(new Row(row.group(1), row.group(2)));
            }
        }
        return rows;
    }

    private record Row(String word, String meaning) {}
}
