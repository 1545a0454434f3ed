package org.sekimori.control.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.control.lab.net.Programs;

final class PackagesTest {
    @Test
    void shouldNameThePackageOfEveryProgram() {
        assertThat(names("packages.txt")).containsAll(Programs.needed(false).values());
        assertThat(names("packages-quick.txt"))
                .containsAll(Programs.needed(true).values());
    }

    @Test
    void shouldHaveTheQuickPackagesAmongAll() {
        assertThat(lines("packages.txt")).containsAll(lines("packages-quick.txt"));
        assertThat(lines("packages.txt"))
                .hasSizeGreaterThan(lines("packages-quick.txt").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"packages.txt", "packages-quick.txt"})
    void shouldSayWhyEachIsNeeded(String file) {
        assertThat(lines(file)).isNotEmpty().allMatch(line -> line.matches("[a-z0-9|.+-]+ # \\S.*"));
    }

    private static List<String> names(String file) {
        return lines(file).stream().map(line -> line.split("[| ]")[0]).toList();
    }

    private static List<String> lines(String file) {
        try (InputStream in = Lab.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException problem) {
            throw new IllegalStateException(problem);
        }
    }
}
