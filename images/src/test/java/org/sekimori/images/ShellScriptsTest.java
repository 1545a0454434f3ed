package org.sekimori.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shell scripts of the whole tree: those that are started, each with the parts that it reads in. */
final class ShellScriptsTest {
    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> NOT_OURS = Set.of("target", ".git", ".sekimori");
    private static final Pattern STARTED = Pattern.compile("#!.*\\b(ba|da)?sh\\b.*");
    private static final String PART = "# shellcheck shell=";
    private static final Pattern READ_IN = Pattern.compile("# shellcheck source=(\\S+)");
    private static final int FIRST_LINE_BYTES = 80;

    @ParameterizedTest
    @MethodSource("started")
    void shouldLeaveShellcheckNothingToSay(String script) {
        Assumptions.assumeTrue(Deb.isInstalled("shellcheck"), "shellcheck is not installed");

        assertThat(Deb.output(
                        "shellcheck",
                        "--external-sources",
                        "--check-sourced",
                        "--source-path=SCRIPTDIR",
                        "--format=gcc",
                        TOP.resolve(script).toString()))
                .isEmpty();
    }

    /** A part is judged with a script that says it reads it in; without the names that are the script's, it can't be. */
    @Test
    void shouldReadInEveryPartSomewhere() throws IOException {
        Set<String> readIn = new TreeSet<>();
        for (String script : started().toList()) {
            Path folder = TOP.resolve(script).getParent();
            READ_IN.matcher(Files.readString(TOP.resolve(script)))
                    .results()
                    .map((MatchResult found) -> TOP.relativize(folder.resolve(found.group(1))))
                    .forEach(part -> readIn.add(part.toString()));
        }

        assertThat(readIn).isEqualTo(scripts(line -> line.startsWith(PART)));
    }

    private static Stream<String> started() throws IOException {
        Set<String> started = scripts(line -> STARTED.matcher(line).matches());
        assertThat(started).contains("sekimori", ".ci/run", "images/src/deb/control/postinst");
        return started.stream();
    }

    /** Paths from the top of the tree, of those whose first line is like that. */
    private static Set<String> scripts(Predicate<String> firstLine) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(TOP, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean isOurs = !NOT_OURS.contains(folder.getFileName().toString());
                return isOurs ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && firstLine.test(firstLine(file))) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files.stream()
                .map(file -> TOP.relativize(file).toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String firstLine(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String beginning = new String(in.readNBytes(FIRST_LINE_BYTES), StandardCharsets.ISO_8859_1);
            return beginning.lines().findFirst().orElse("");
        }
    }
}
