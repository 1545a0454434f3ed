package org.sekimori.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.control.status.SystemStatus;
import org.sekimori.dataplane.boxfile.BoxFileWatch;

final class BoxConfigurationTest {
    @TempDir
    private Path folder;

    private Optional<String> problem(String text) throws IOException {
        return BoxConfiguration.problem(Files.writeString(folder.resolve("box.conf"), text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--wan eth0\n--lan eth1\n", "--wan=eth0 --lan=eth1", "# ports\n  --wan  eth0\n--lan\teth1\n"})
    void shouldFindNothingWrongWhereBothAreNamed(String text) throws IOException {
        assertThat(problem(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "#--wan eth0\n#--lan eth1\n", "--wan eth0\n#--lan eth1\n", "--wan\n--lan\n"})
    void shouldSayWhatToDoWhereOneIsMissing(String text) throws IOException {
        assertThat(problem(text).orElseThrow())
                .startsWith("not configured: name two interfaces (--wan and --lan) in ")
                .contains("systemctl start sekimori-box");
    }

    @Test
    void shouldBeTheStatusProblemWhereThereIsNoBox() throws IOException {
        SystemStatus status = SystemStatus.of(new BoxFileWatch(folder.resolve("state")), Optional.empty())
                .withBoxProblem(problem("").orElseThrow());
        assertThat(status.problems()).singleElement().asString().contains("not configured");
    }

    @Test
    void shouldSayNothingOfAMachineWithoutThePackage() {
        assertThat(BoxConfiguration.problem(folder.resolve("none.conf"))).isEmpty();
    }
}
