package org.sekimori.control.lab.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.process.SelfCommand;

final class CommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void shouldReturnStatusAndAllOutput() {
        Command.Result result = Command.run(PATIENCE, List.of("sh", "-c", "echo one; echo two >&2; exit 3"));

        assertThat(result).isEqualTo(new Command.Result(3, "one\ntwo\n"));
    }

    @Test
    void shouldEndAProgramThatTakesTooLong() {
        Command.Result result = Command.run(Duration.ofMillis(100), List.of("sh", "-c", "echo begun; exec sleep 60"));

        assertThat(result.status()).isEqualTo(124);
        assertThat(result.text()).isIn("begun\n", "");
    }

    @Test
    void shouldSayWhichStepFailedAndWhy() {
        assertThatThrownBy(() -> Command.must("sh", "-c", "echo no luck; exit 1"))
                .isInstanceOf(LabFaultException.class)
                .hasMessageContaining("status 1: no luck");
    }

    @Test
    void shouldSayWhichProgramIsNotThere() {
        assertThatThrownBy(() -> Command.must("no-such-program"))
                .isInstanceOf(LabFaultException.class)
                .hasMessageContaining("'no-such-program' can't be started");
    }

    @Test
    void shouldRemoveAWorkspaceWithEverythingInside(@TempDir Path folder) throws Exception {
        Workspace workspace = new Workspace(folder.resolve("lab"));
        Undo undo = new Undo();
        workspace.create(undo);
        workspace.write(workspace.folder("a/b").resolve("file"), "text");
        assertThat(Workspace.read(folder.resolve("lab/a/b/file"))).isEqualTo("text");

        undo.close();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldStartThisProgramByAClassThatIsThere() throws Exception {
        List<String> words = SelfCommand.of("run", "--json");

        assertThat(words).endsWith("run", "--json");
        assertThat(Class.forName(words.get(words.size() - 3)).getMethod("main", String[].class))
                .isNotNull();
    }
}
