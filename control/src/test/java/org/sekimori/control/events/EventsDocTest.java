package org.sekimori.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.sekimori.control.DocTable;

/** The tables of {@code docs/events.md} say what the enums say. */
class EventsDocTest {
    @Test
    void shouldListEveryKind() throws IOException {
        List<String> expected = Arrays.stream(EventKind.values())
                .map(kind -> "| `" + kind.word() + "` | "
                        + kind.severity().label().toLowerCase(Locale.ROOT) + " | " + kind.meaning() + " |")
                .toList();

        assertThat(DocTable.rows("events.md", "## Events")).isEqualTo(expected);
    }

    @Test
    void shouldListEveryField() throws IOException {
        List<String> expected = Arrays.stream(EventField.values())
                .map(field -> "| `" + field.word() + "` | " + field.meaning() + " |")
                .toList();

        assertThat(DocTable.rows("events.md", "## Fields")).isEqualTo(expected);
    }
}
