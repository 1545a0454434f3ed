package org.sekimori.control.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UserGroupTest {
    @Test
    void shouldFindTheGroupOfEveryUserOfTheMachine() throws IOException {
        assertThat(Files.readAllLines(Path.of("/etc/passwd"))).isNotEmpty().allSatisfy(line -> {
            String[] fields = line.split(":");
            assertThat(UserGroup.of(fields[0])).isEqualTo(Integer.parseInt(fields[3]));
        });
    }

    @Test
    void shouldSayThatThereIsNoSuchUser() {
        assertThatThrownBy(() -> UserGroup.of("--version"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no such user");
    }
}
