package org.sekimori.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class CompletionCommandTest {
    @Test
    void shouldPrintWhatBashMustKnowOfEveryCommand() {
        StringWriter out = new StringWriter();

        int status = SekimoriCommand.execute(new PrintWriter(out), new PrintWriter(new StringWriter()), "completion");

        assertThat(status).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .startsWith("#!/usr/bin/env bash")
                .contains("complete -F _complete_sekimori", "--lan-net", "policy check", "--threading");
    }
}
