package org.sekimori.control.reload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sekimori.control.history.DurableFiles;
import org.sekimori.dataplane.command.OneLine;

/**
 * The last good contents of files of sets, kept in a folder so that they outlive control. What can't be written stays in
 * memory, and is written later. Safe for any number of threads.
 */
final class SetCopies {
    /** More sets than that, no policy has; the oldest copies give way. */
    private static final int MAX_COPIES = 500;

    private static final String ENDING = ".list";
    private static final String FRESH = ".new";
    private static final int NAME_BYTES = 16;
    private static final FileAttribute<?> FOLDER_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final DurableFiles files = new DurableFiles();
    private final Optional<Path> folder;
    private final Consumer<String> log;
    private final Map<String, byte[]> unwritten = new LinkedHashMap<>();

    private SetCopies(Optional<Path> folder, Consumer<String> log) {
        this.folder = folder;
        this.log = log;
    }

    /** Copies in that folder, which is made when there is one to keep. */
    static SetCopies in(Path folder, Consumer<String> log) {
        return new SetCopies(Optional.of(folder), log);
    }

    /** Copies that end with the process. */
    static SetCopies inMemory() {
        return new SetCopies(Optional.empty(), line -> {});
    }

    /** The last good contents of that set, from a file of that name. */
    synchronized Optional<byte[]> find(String set, String file) {
        String name = name(set, file);
        byte[] inMemory = unwritten.get(name);
        if (inMemory != null || folder.isEmpty()) {
            return Optional.ofNullable(inMemory);
        }
        try {
            return Optional.of(Files.readAllBytes(folder.get().resolve(name)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException problem) {
            log.accept("last good contents of set '" + set + "' can't be read: " + OneLine.of(problem));
            return Optional.empty();
        }
    }

    /** Has these contents be the last good ones. */
    synchronized void keep(String set, String file, byte[] bytes) {
        String name = name(set, file);
        unwritten.put(name, bytes);
        if (folder.isPresent() && !write(folder.get(), name, bytes)) {
            log.accept("last good contents of set '" + set + "' aren't kept for control's next start yet");
        }
    }

    /** Tries again what couldn't be written. */
    synchronized void retry() {
        if (folder.isPresent()) {
            Map.copyOf(unwritten).forEach((name, bytes) -> write(folder.get(), name, bytes));
        }
    }

    private boolean write(Path where, String name, byte[] bytes) {
        Path fresh = where.resolve(name + FRESH);
        try {
            Files.createDirectories(where, FOLDER_MODE);
            files.write(fresh, bytes);
            files.rename(fresh, where.resolve(name));
            unwritten.remove(name);
            prune(where);
            return true;
        } catch (IOException problem) {
            discard(fresh);
            return false;
        }
    }

    private static void discard(Path fresh) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException stuck) {
            // the next write begins it anew
        }
    }

    private static void prune(Path where) throws IOException {
        List<Path> copies;
        try (Stream<Path> listed = Files.list(where)) {
            copies = listed.filter(path -> path.toString().endsWith(ENDING)).toList();
        }
        if (copies.size() > MAX_COPIES) {
            List<Path> oldest = copies.stream()
                    .sorted(Comparator.comparing(copy -> copy.toFile().lastModified()))
                    .limit(copies.size() - MAX_COPIES)
                    .toList();
            for (Path copy : oldest) {
                Files.deleteIfExists(copy);
            }
        }
    }

    private static String name(String set, String file) {
        byte[] both = (set + '\0' + file).getBytes(StandardCharsets.UTF_8);
        return DigestedSets.word(both, NAME_BYTES) + ENDING;
    }
}
