package org.sekimori.control.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class CheckReportTest {
    private final StringWriter text = new StringWriter();
    private final CheckReport report = new CheckReport(new PrintWriter(text));

    @Test
    void shouldNotCallNothingASuccess() {
        assertThat(report.isOk()).isFalse();
    }

    @Test
    void shouldFailWhenOneCheckFails() {
        report.scene("scene");
        report.check("first", "this", "this", true);
        assertThat(report.isOk()).isTrue();
        report.check("second", "this", "that", false);

        assertThat(report.isOk()).isFalse();
        assertThat(report.failures()).containsExactly(new Check("scene", "second", "this", "that", false));
        assertThat(text.toString().lines().filter(line -> line.contains("second")))
                .singleElement()
                .asString()
                .contains("expected this", "got that")
                .endsWith("FAILED");
    }

    @Test
    void shouldSayNothingAfterTheLastWord() {
        report.lastWord("the end");
        report.check("late", "this", "that", false);

        assertThat(text.toString()).isEqualTo("the end" + System.lineSeparator());
    }
}
