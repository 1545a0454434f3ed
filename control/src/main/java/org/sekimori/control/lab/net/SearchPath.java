package org.sekimori.control.lab.net;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where programs are looked for: the user's path, and the folders of daemons, which a plain {@code su} leaves out of it. First of all comes
 * the folder {@code SEKIMORI_LAB_ROOT} names, if any: packages may be unpacked there that this machine shall not install.
 */
final class SearchPath {
    private static final String UNPACKED = System.getenv("SEKIMORI_LAB_ROOT");
    private static final List<String> PROGRAM_FOLDERS =
            List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");
    private static final Set<String> FOLDERS = folders();

    private SearchPath() {}

    static Optional<Path> find(String program) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** A process builder whose program, and the programs it starts by name, are found in these folders. */
    static ProcessBuilder builder(List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(words));
        builder.environment().put("PATH", String.join(File.pathSeparator, FOLDERS));
        find(words.get(0)).ifPresent(path -> builder.command().set(0, path.toString()));
        return builder;
    }

    private static Set<String> folders() {
        Set<String> folders = new LinkedHashSet<>();
        if (UNPACKED != null) {
            PROGRAM_FOLDERS.forEach(folder -> folders.add(UNPACKED + folder));
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            if (!folder.isEmpty()) {
                folders.add(folder);
            }
        }
        folders.addAll(PROGRAM_FOLDERS);
        return folders;
    }
}
