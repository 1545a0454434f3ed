package org.sekimori.control.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The JVM options of each kind of process: {@code box}, {@code control}, {@code replay} for commands that judge frames, {@code
 * tool} for all others. They stand in one argument file each, beside the program, which the launchers give to the JVM too.
 */
public final class JvmArguments {
    private static final String FOLDER = "/org/sekimori/control/jvm/";

    /** What the user adds to whatever the program starts, blanks between. */
    private static final String USERS_OWN = "SEKIMORI_JAVA_OPTIONS";

    private JvmArguments() {}

    /** Those of that kind of process, and behind them, so that they win, those the user adds. */
    public static List<String> of(String kind) {
        List<String> words = new ArrayList<>(shipped(kind));
        String added = System.getenv(USERS_OWN);
        if (added != null && !added.isBlank()) {
            words.addAll(List.of(added.strip().split("\\s+")));
        }
        return words;
    }

    /** Those of that kind of process as the program brings them. */
    static List<String> shipped(String kind) {
        try (var in = JvmArguments.class.getResourceAsStream(FOLDER + kind + ".args")) {
            if (in == null) {
                throw new IllegalArgumentException("no JVM options for '" + kind + "'");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
