package org.sekimori.dataplane.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A process of this machine as {@code /proc} shows it, for messages that name who holds something.
 *
 * @param pid its number
 * @param words its command line; empty where this user may not see it
 */
public record RunningProcess(long pid, List<String> words) {
    private static final Path PROCESSES = Path.of("/proc");
    private static final String MAIN_CLASS = "org.sekimori.control.Main";
    private static final int SHOWN_LENGTH = 120;

    /** Copies the words. */
    public RunningProcess {
        words = List.copyOf(words);
    }

    /** That process; empty where none has the number. */
    public static Optional<RunningProcess> of(long pid) {
        Path folder = PROCESSES.resolve(Long.toString(pid));
        if (pid <= 0 || !Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try {
            String line = Files.readString(folder.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return Optional.of(new RunningProcess(pid, Arrays.asList(line.split("\0"))));
        } catch (IOException hidden) {
            return Files.isDirectory(folder) ? Optional.of(new RunningProcess(pid, List.of())) : Optional.empty();
        }
    }

    /** The process that has the socket of that inode open, as far as this user may look. */
    static Optional<RunningProcess> ofSocket(long inode) {
        String link = "socket:[" + inode + "]";
        try (DirectoryStream<Path> all = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path one : all) {
                if (hasOpen(one.resolve("fd"), link)) {
                    return of(Long.parseLong(one.getFileName().toString()));
                }
            }
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean hasOpen(Path descriptors, String link) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
            for (Path one : open) {
                if (Files.readSymbolicLink(one).toString().equals(link)) {
                    return true;
                }
            }
        } catch (IOException notOurs) {
            return false;
        }
        return false;
    }

    /** The user it runs as. */
    public OptionalInt user() {
        try {
            Object user = Files.getAttribute(PROCESSES.resolve(Long.toString(pid)), "unix:uid");
            return OptionalInt.of((Integer) user);
        } catch (IOException gone) {
            return OptionalInt.empty();
        }
    }

    /** Whether it is one of this program's, as far as its command line tells; one that is hidden may be. */
    public boolean isSekimori() {
        return words.isEmpty() || program() >= 0;
    }

    /** Where this program's own words begin; -1 in any other's command line. */
    private int program() {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean isJar = i > 0 && words.get(i - 1).equals("-jar") && word.matches("(.*/)?sekimori[^/]*\\.jar");
            if (isJar || word.equals(MAIN_CLASS)) {
                return i + 1;
            }
        }
        return -1;
    }

    /** Such as {@code process 4711 (sekimori box --wan eth0 --lan eth1)}. */
    public String description() {
        if (words.isEmpty()) {
            return "process " + pid;
        }
        int own = program();
        String line =
                own < 0 ? String.join(" ", words) : "sekimori " + String.join(" ", words.subList(own, words.size()));
        String clean = line.replaceAll("[^ -~]+", " ").strip();
        return "process " + pid + " ("
                + (clean.length() > SHOWN_LENGTH ? clean.substring(0, SHOWN_LENGTH) + " ..." : clean) + ")";
    }
}
