package org.sekimori.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that the threat model says holds a border is there, and so is the method where it names one. */
class ThreatModelDocTest {
    private static final Path TREE = Path.of("..");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT))(?:\\.(should[A-Za-z]+))?`");
    private static final List<String> MODULES = List.of("policy", "dataplane", "control");

    @Test
    void shouldNameTestsThatExist() throws IOException {
        Map<String, Path> tests = tests();
        Matcher named = TEST.matcher(Files.readString(TREE.resolve("docs/threat-model.md")));
        int count = 0;
        while (named.find()) {
            count++;
            assertThat(tests).as("tests of the tree").containsKey(named.group(1));
            if (named.group(2) != null) {
                assertThat(Files.readString(tests.get(named.group(1)))).contains("void " + named.group(2) + "(");
            }
        }
        assertThat(count).as("tests named").isGreaterThan(30);
    }

    /** Where each test class lies, by its name. */
    private static Map<String, Path> tests() throws IOException {
        Map<String, Path> found = new HashMap<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(TREE.resolve(module).resolve("src/test/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(file -> found.put(file.getFileName().toString().replace(".java", ""), file));
            }
        }
        return found;
    }
}
