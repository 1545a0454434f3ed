package org.sekimori.control.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sekimori.dataplane.command.OwnFolder;

/**
 * The folder the entries lie in, one folder each: {@code NNNNNN/entry.json}, {@code policy.yaml} and {@code image}. A folder
 * gets its number by a rename once all in it is on the disk, and loses it by another before anything in it is removed; so
 * whatever bears a number is whole, and the rest is what a power cut left.
 */
final class EntryStore {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{6,18}");
    private static final String ENTRY = "entry.json";
    private static final String TEXT = "policy.yaml";
    private static final String IMAGE = "image";
    private static final String FRESH = ".new";
    private static final String OLD = ".old";
    private static final int MAX_ENTRY_BYTES = 4 * 1024 * 1024;

    private final Path folder;
    private final DurableFiles files;
    private final Consumer<String> log;

    EntryStore(Path folder, DurableFiles files, Consumer<String> log) {
        this.folder = folder;
        this.files = files;
        this.log = log;
    }

    /** Reads all entries, oldest first, and clears away what is none. */
    List<HistoryEntry> load() throws IOException {
        makeFolder();
        List<Path> found;
        try (Stream<Path> listed = Files.list(folder)) {
            found = listed.filter(Files::isDirectory).toList();
        }
        List<HistoryEntry> entries = new ArrayList<>();
        for (Path one : found) {
            String name = one.getFileName().toString();
            if (NUMBER.matcher(name).matches()) {
                load(one, Long.parseLong(name), entries);
            } else if (name.endsWith(FRESH) || name.endsWith(OLD)) {
                files.remove(one);
            }
        }
        entries.sort(Comparator.comparingLong(HistoryEntry::id));
        return entries;
    }

    /** At the start, and again where somebody removed it. */
    private void makeFolder() throws IOException {
        if (!Files.isDirectory(folder)) {
            OwnFolder.make(folder.toAbsolutePath().getParent());
            OwnFolder.make(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private void load(Path one, long id, List<HistoryEntry> entries) throws IOException {
        try {
            Files.deleteIfExists(one.resolve(ENTRY + FRESH));
            HistoryEntry entry = EntryFile.read(read(one.resolve(ENTRY), MAX_ENTRY_BYTES));
            boolean isWhole = entry.id() == id
                    && Files.size(one.resolve(IMAGE)) == entry.policy().imageBytes()
                    && Files.isRegularFile(one.resolve(TEXT));
            if (!isWhole) {
                throw new IOException("it isn't whole");
            }
            entries.add(entry);
        } catch (AccessDeniedException denied) {
            throw denied;
        } catch (IOException damaged) {
            log.accept("history: entry " + id + " is damaged and left out: " + oneLine(damaged));
            remove(id);
        }
    }

    /** Keeps an entry with its policy. */
    void keep(HistoryEntry entry, String text, byte[] image) throws IOException {
        Path fresh = folder.resolve(name(entry.id()) + FRESH);
        try {
            makeFolder();
            files.remove(fresh);
            files.createFolder(fresh);
            files.write(fresh.resolve(TEXT), text.getBytes(StandardCharsets.UTF_8));
            files.write(fresh.resolve(IMAGE), image);
            files.write(fresh.resolve(ENTRY), EntryFile.write(entry));
            files.force(fresh);
            files.rename(fresh, path(entry.id()));
        } catch (IOException problem) {
            clear(fresh, problem);
            throw problem;
        }
    }

    /** What a full disk cut short takes no room. */
    private void clear(Path fresh, IOException problem) {
        try {
            files.remove(fresh);
        } catch (IOException another) {
            problem.addSuppressed(another);
        }
    }

    /** Writes the entry anew, since something is known of it that wasn't. */
    void replace(HistoryEntry entry) throws IOException {
        Path fresh = path(entry.id()).resolve(ENTRY + FRESH);
        files.write(fresh, EntryFile.write(entry));
        files.rename(fresh, path(entry.id()).resolve(ENTRY));
    }

    void remove(long id) throws IOException {
        Path old = folder.resolve(name(id) + OLD);
        files.remove(old);
        files.rename(path(id), old);
        files.remove(old);
    }

    byte[] image(HistoryEntry entry) throws IOException {
        return read(path(entry.id()).resolve(IMAGE), entry.policy().imageBytes());
    }

    String text(long id) throws IOException {
        return Files.readString(path(id).resolve(TEXT));
    }

    /** How much room the entry takes. */
    long bytes(long id) throws IOException {
        long bytes = 0;
        for (String name : List.of(ENTRY, TEXT, IMAGE)) {
            bytes += Files.size(path(id).resolve(name));
        }
        return bytes;
    }

    private Path path(long id) {
        return folder.resolve(name(id));
    }

    private static String name(long id) {
        return String.format("%06d", id);
    }

    private static byte[] read(Path file, int most) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(most);
            if (input.read() >= 0) {
                throw new IOException(file.getFileName() + " is longer than " + most + " bytes");
            }
            return bytes;
        }
    }

    /** Messages of the JSON library go over several lines. */
    static String oneLine(IOException problem) {
        String message =
                String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
        String kind = problem.getClass() == IOException.class
                ? ""
                : problem.getClass().getSimpleName() + ": ";
        return kind + message;
    }
}
