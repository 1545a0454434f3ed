package org.sekimori.images;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** The package's {@code copyright} file: whose the program is, and every licence text that lies in its jar. */
final class Copyright {
    /** Debian has these on every machine. */
    private static final String COMMON = "/usr/share/common-licenses/";

    private static final Pattern TEXT =
            Pattern.compile("META-INF/(licences/.*[^/]|NOTICE|FastDoubleParser.*|Schubfach.*)");

    private final JarFile program;

    Copyright(JarFile program) {
        this.program = program;
    }

    static void write(Path jar, Path file) throws IOException {
        try (JarFile program = new JarFile(jar.toFile())) {
            Files.writeString(file, new Copyright(program).text());
        }
    }

    private String text() throws IOException {
        StringBuilder text = new StringBuilder("Sekimori was put into this package by its own authors.\n\n");
        text.append("The texts of licences that many programs share: ")
                .append(COMMON)
                .append("Apache-2.0, ")
                .append(COMMON)
                .append("LGPL-2.1\n");
        for (String name : texts()) {
            text.append("\n==== ").append(name).append("\n\n").append(read(name));
        }
        return text.toString();
    }

    private List<String> texts() {
        return program.stream()
                .map(JarEntry::getName)
                .filter(name -> TEXT.matcher(name).matches())
                .sorted()
                .toList();
    }

    private String read(String name) throws IOException {
        try (var in = program.getInputStream(program.getEntry(name))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.replace("\r\n", "\n").stripTrailing() + "\n";
        }
    }
}
