package org.sekimori.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RoffTest {
    @Test
    void shouldEscapeWhatTheFormatterWouldReadAsItsOwn() {
        assertThat(new Roff().words("a-b \\n 'it' `x` ~y ^z"))
                .hasToString("a\\-b \\en \\(aqit\\(aq \\(gax\\(ga \\(tiy \\(haz\n");
    }

    @Test
    void shouldNotLetALineBeginLikeAMacro() {
        assertThat(new Roff().words(".TH is a macro")).hasToString("\\&.TH is a macro\n");
    }

    @Test
    void shouldKeepALineOfAnExampleThatIsEmpty() {
        assertThat(new Roff().example(List.of("one", "", "  two")))
                .hasToString(".nf\n.RS 4\none\n\\&\n  two\n.RE\n.fi\n");
    }

    @Test
    void shouldWrapLongLinesBetweenWords() {
        String words = "word ".repeat(40).strip();

        assertThat(new Roff().words(words).toString().lines())
                .hasSizeGreaterThan(1)
                .allMatch(line -> line.length() < 80 && !line.startsWith(" "));
    }

    @Test
    void shouldSetTermAndArgumentApart() {
        assertThat(new Roff().item("--wan", "=IF", "The line."))
                .hasToString(".TP\n\\fB\\-\\-wan\\fR\\fI=IF\\fR\nThe line.\n");
    }
}
