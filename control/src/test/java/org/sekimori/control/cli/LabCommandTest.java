package org.sekimori.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class LabCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldShowItsOptionsButNotItsInnerParts() {
        assertThat(run("lab", "--help")).isEqualTo(ExitCode.OK);

        assertThat(out.toString()).contains("--quick", "--keep", "--down", "--json");
        assertThat(out.toString()).doesNotContain("attacker", "responder");
    }

    @Test
    void shouldRefuseAnUnknownOptionInOneLine() {
        assertThat(run("lab", "--quik")).isEqualTo(ExitCode.BAD_INPUT);

        assertThat(err.toString().lines()).singleElement().asString().contains("--quik");
    }

    private int run(String... arguments) {
        return SekimoriCommand.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    }
}
