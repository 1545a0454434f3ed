package org.sekimori.control.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class PlainWriterTest {
    private final StringWriter printed = new StringWriter();
    private final PlainWriter out = new PlainWriter(new PrintWriter(printed));

    @Test
    void shouldLetNoControlCharacterThroughHoweverItIsWritten() {
        out.print("a\u001b[31mb");
        out.print('\u0007');
        out.write(0x9b);
        out.write("x\rx".toCharArray(), 0, 3);
        out.printf("%s%n", "\u202eright to left\u2028");
        out.println(new StringBuilder("tab\tand 関守"));
        out.flush();
        assertThat(printed.toString()).isEqualTo("a?[31mb??x?x?right to left?\ntab\tand 関守\n");
    }

    /** A daemon says a line when something happens, not when its buffer is full. */
    @Test
    void shouldPrintEachLineAtOnce() {
        PrintWriter buffered = new PlainWriter(new PrintWriter(new BufferedWriter(printed)));
        buffered.println("reloaded");
        assertThat(printed.toString()).isEqualTo("reloaded\n");
    }

    @Test
    void shouldGiveWhatLiesBeneathToThoseWhoDraw() {
        PrintWriter beneath = PlainWriter.beneath(out);
        beneath.print("\u001b[H");
        beneath.flush();
        assertThat(printed.toString()).isEqualTo("\u001b[H");
        assertThat(PlainWriter.beneath(beneath)).isSameAs(beneath);
    }

    @Test
    void shouldEscapeInJsonAndKeepItsValues() {
        assertThat(JsonText.harmless("{\"a\":\"\u009b\u007f\u202e\\u001b\"}\r\n"))
                .hasValue("{\"a\":\"\\u009b\\u007f\\u202e\\u001b\"} \n");
        assertThat(JsonText.harmless("\u001b")).isEmpty();
        assertThat(JsonText.harmless("")).isEmpty();
        assertThat(JsonText.harmless("{\"a\":1}{}")).isEmpty();
        assertThat(JsonText.harmless("{\"a\":\"\u001b\"}")).isEmpty();
    }
}
