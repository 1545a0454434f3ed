package org.sekimori.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.control.cli.SekimoriCommand;
import picocli.CommandLine.ParseResult;

/** The files of {@code /etc/sekimori} say what the commands understand. */
final class ConfigurationTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"box", "control"})
    void shouldOnlySuggestOptionsThatTheCommandHas(String command) throws IOException {
        List<String> lines = Files.readAllLines(shipped(command)).stream()
                .map(line -> line.startsWith("#--") ? line.substring(1) : line)
                .toList();
        Path all = Files.write(folder.resolve("all.conf"), lines);

        ParseResult parsed = SekimoriCommand.commandLine().parseArgs(command, "@" + all);

        long suggested = lines.stream().filter(line -> line.startsWith("--")).count();
        assertThat(parsed.subcommand().matchedOptions()).hasSize((int) suggested);
    }

    @Test
    void shouldHaveControlReadThePolicyBesideItsConfiguration() {
        ParseResult parsed = SekimoriCommand.commandLine().parseArgs("control", "@" + shipped("control"));

        assertThat(parsed.subcommand().matchedOptionValue("--policy", Path.of("none")))
                .isEqualTo(Path.of("/etc/sekimori/policy.yaml"));
        assertThat(parsed.subcommand().matchedOptions()).hasSize(1);
    }

    /** A signal can't fail; the command waits for the outcome, and does. */
    @Test
    void shouldReloadByACommandThatSaysWhatCameOfIt() throws IOException {
        String reload = Files.readAllLines(Path.of("src", "deb", "units", "sekimori-control.service")).stream()
                .filter(line -> line.startsWith("ExecReload="))
                .reduce((one, other) -> {
                    throw new AssertionError("two lines");
                })
                .orElseThrow();
        assertThat(reload).startsWith("ExecReload=/usr/bin/sekimori ");
        String[] words =
                reload.substring("ExecReload=/usr/bin/sekimori ".length()).split(" ");
        assertThat(SekimoriCommand.commandLine().parseArgs(words).asCommandLineList())
                .last()
                .satisfies(command ->
                        assertThat(command.getCommandSpec().qualifiedName()).isEqualTo("sekimori policy reload"));
    }

    private static Path shipped(String command) {
        return Path.of("src", "deb", "etc", command + ".conf");
    }
}
