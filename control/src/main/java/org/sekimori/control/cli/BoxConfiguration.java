package org.sekimori.control.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The package's options for its box, as far as they tell why no box was ever started. */
final class BoxConfiguration {
    /** Where the package has it. */
    static final Path FILE = Path.of("/etc/sekimori/box.conf");

    private static final List<String> WANTED = List.of("--wan", "--lan");

    private BoxConfiguration() {}

    /** One line where the file is there and doesn't name two interfaces, so that the service skips its start. */
    static Optional<String> problem(Path file) {
        List<String> lines;
        try {
            lines = Files.readAllLines(file).stream()
                    .filter(line -> !line.strip().startsWith("#"))
                    .toList();
        } catch (IOException notThePackages) {
            return Optional.empty();
        }
        boolean isNamed = WANTED.stream()
                .map(option -> Pattern.compile("(^|\\s)" + option + "[=\\s]+\\S"))
                .allMatch(option ->
                        lines.stream().anyMatch(line -> option.matcher(line).find()));
        return isNamed
                ? Optional.empty()
                : Optional.of("not configured: name two interfaces (--wan and --lan) in " + file
                        + ", then 'systemctl start sekimori-box'");
    }
}
