package org.sekimori.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.control.cli.SekimoriCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

final class ManPageTest {
    private static final Edition EDITION = new Edition("gate 1.2", "2026-01-01");

    @Test
    void shouldTellNamePurposeAndHowToCallIt() {
        assertThat(page())
                .startsWith(".TH \"GATE\\-OPEN\" 1 \"2026-01-01\" \"gate 1.2\"")
                .contains(".SH \"NAME\"\ngate\\-open \\- Open the gate\n")
                .contains("\\fBgate open\\fR [\\-\\-wide] [\\-\\-for=WHOM] NAME\n");
    }

    @Test
    void shouldDescribeParametersAndOptionsWithTheirDefaults() {
        assertThat(page())
                .contains(".TP\n\\fINAME\\fR\nWhich gate.\n")
                .contains(".TP\n\\fB\\-\\-for\\fR\\fI=WHOM\\fR\nFor whom (default: all).\n")
                .contains(".TP\n\\fB\\-\\-wide\\fR\nBoth wings.\n");
    }

    @Test
    void shouldKeepSilentAboutWhatIsHidden() {
        assertThat(page()).doesNotContain("secret");
        assertThat(Generate.pages(new CommandLine(new Gate())))
                .extracting(ManPage::name)
                .containsExactly("gate", "gate-open");
    }

    @Test
    void shouldShowExamplesAsTheyAre() {
        assertThat(page()).contains(".SH \"EXAMPLES\"\n.nf\n.RS 4\ngate open north\n  # wide\n.RE\n.fi\n");
    }

    @Test
    void shouldTakeTheExitStatusFromTheProgram() {
        assertThat(page()).contains(".SH \"EXIT STATUS\"\n.TP\n\\fB0\\fR\nIt is open.\n");
    }

    @Test
    void shouldHaveAPageForEveryCommandOfTheProgram() {
        List<ManPage> pages = Generate.pages(SekimoriCommand.commandLine());

        assertThat(pages)
                .extracting(ManPage::name)
                .doesNotHaveDuplicates()
                .contains("sekimori", "sekimori-run", "sekimori-policy-check", "sekimori-completion");
        assertThat(pages)
                .allSatisfy(page -> assertThat(page.text(EDITION))
                        .contains(".SH \"NAME\"", ".SH \"SYNOPSIS\"", ".SH \"DESCRIPTION\"", ".SH \"SEE ALSO\"")
                        .doesNotContain("%n", "${", "@|"));
    }

    private static String page() {
        return Generate.pages(new CommandLine(new Gate())).stream()
                .filter(page -> page.name().equals("gate-open"))
                .findFirst()
                .orElseThrow()
                .text(EDITION);
    }

    @Command(
            name = "gate",
            description = "Keep gates.",
            exitCodeList = {"0:It is open."},
            subcommands = {Open.class, Secret.class})
    private static final class Gate {}

    @Command(
            name = "open",
            description = "Open the gate.",
            sortOptions = false,
            footerHeading = "%nExamples:%n",
            footer = {"  gate open north", "    # wide"})
    private static final class Open {
        @Parameters(paramLabel = "NAME", description = "Which gate.")
        private String name;

        @Option(
                names = "--for",
                paramLabel = "WHOM",
                defaultValue = "all",
                description = "For whom (default: ${DEFAULT-VALUE}).")
        private String whom;

        @Option(names = "--wide", description = "Both wings.")
        private boolean wide;

        @Option(names = "--secret", hidden = true)
        private boolean secret;
    }

    @Command(name = "secret", hidden = true)
    private static final class Secret {}
}
