package org.sekimori.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.sekimori.control.lab.net.Command;

/** The package as the build has just made it, read by Debian's own program. */
final class Deb {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Deb() {}

    static Path file() {
        try (Stream<Path> files = Files.list(Path.of("target"))) {
            return files.filter(file -> file.toString().endsWith(".deb"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no package in images/target"))
                    .toAbsolutePath();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    static String field(String name) {
        return output("dpkg-deb", "-f", file().toString(), name).strip();
    }

    /** Lines of {@code mode owner/group size date time path}. */
    static List<String> listing() {
        return output("dpkg-deb", "-c", file().toString()).lines().toList();
    }

    static void unpackTo(Path folder) {
        output("dpkg-deb", "-x", file().toString(), folder.toString());
    }

    static void unpackControlTo(Path folder) {
        output("dpkg-deb", "-e", file().toString(), folder.toString());
    }

    static boolean isInstalled(String program) {
        return Command.run(PATIENCE, List.of("sh", "-c", "command -v " + program))
                .isOk();
    }

    /** What a program prints that must succeed. */
    static String output(String... words) {
        Command.Result result = Command.run(PATIENCE, List.of(words));
        if (!result.isOk()) {
            throw new AssertionError(
                    "'" + String.join(" ", words) + "': status " + result.status() + "\n" + result.text());
        }
        return result.text();
    }
}
