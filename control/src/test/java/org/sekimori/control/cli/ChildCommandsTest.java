package org.sekimori.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sekimori.control.process.JvmArguments;
import org.sekimori.control.process.ProcessKeeper;
import picocli.CommandLine;

final class ChildCommandsTest {
    private boolean hasFiltered;
    private final List<ProcessKeeper.Plan> plans = plans("--threading", "dedicated", "--policy", "office.yaml");

    private List<ProcessKeeper.Plan> plans(String... more) {
        CommandLine sekimori = SekimoriCommand.commandLine();
        sekimori.parseArgs("run", "--wan", "wan0", "--lan", "lan0");
        CommandLine run = sekimori.getSubcommands().get("run");
        run.parseArgs(concat(List.of("--wan", "wan0", "--lan", "lan0"), List.of(more)));
        try {
            return new ChildCommands(run.getCommandSpec(), null, List.of()).plans(() -> hasFiltered);
        } catch (IOException problem) {
            throw new AssertionError(problem);
        }
    }

    private static String[] concat(List<String> words, List<String> more) {
        return Stream.concat(words.stream(), more.stream()).toArray(String[]::new);
    }

    @Test
    void shouldStartTheBoxAsItsLauncherDoes() {
        assertThat(plans.get(0).words().get()).containsSubsequence(JvmArguments.of("box"));
    }

    @Test
    void shouldStartControlAsItsLauncherDoes() {
        assertThat(plans.get(1).words().get()).containsSubsequence(JvmArguments.of("control"));
    }

    @Test
    void shouldGiveEachTheOptionsItKnows() {
        assertThat(plans.get(0).words().get())
                .containsSubsequence("box", "--wan", "wan0", "--lan", "lan0", "--threading", "dedicated")
                .doesNotContain("--policy");
        assertThat(plans.get(1).words().get())
                .containsSubsequence("control", "--policy", "office.yaml")
                .doesNotContain("--threading");
    }

    @Test
    void shouldInsistOnThePolicyNamedUntilABoxHasFiltered() {
        assertThat(plans.get(0).words().get())
                .containsSubsequence("--await-policy", "0")
                .doesNotContain("--wait-interfaces");
        assertThat(plans.get(1).words().get()).contains("--end-without-policy");
        hasFiltered = true;
        assertThat(plans.get(0).words().get()).contains("--wait-interfaces").doesNotContain("--await-policy");
        assertThat(plans.get(1).words().get()).doesNotContain("--end-without-policy");
    }
}
