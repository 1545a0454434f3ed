package org.sekimori.control.reload;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sekimori.policy.sets.SetFileException;

/** Reads the files of a policy's sets, looked for from the folder the policy lies in, and remembers which they were. */
final class SetFolder implements WatchedSets {
    private final Path folder;
    private final Map<Path, FileStamp> filesRead = new LinkedHashMap<>();

    SetFolder(Path policy) {
        folder = policy.toAbsolutePath().getParent();
    }

    @Override
    public Map<Path, FileStamp> filesRead() {
        return filesRead;
    }

    @Override
    public FileStamp stamp(String name) {
        try {
            return filesRead.getOrDefault(resolve(name), FileStamp.ABSENT);
        } catch (SetFileException none) {
            return FileStamp.ABSENT;
        }
    }

    @Override
    public byte[] read(String name) throws SetFileException {
        Path file = resolve(name);
        filesRead.put(file, FileStamp.of(file));
        SteadyFile read = readFile(file, file);
        filesRead.put(file, read.stamp());
        return read.bytes();
    }

    /**
     * The bytes of a regular file.
     *
     * @param told where it is looked for, as people are told
     */
    static SteadyFile readFile(Path file, Path told) throws SetFileException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new SetFileException("is no regular file");
        }
        try {
            SteadyFile read = SteadyFile.read(file, MAX_BYTES);
            if (read.bytes().length > MAX_BYTES) {
                throw new SetFileException("has more than the " + MAX_BYTES + " bytes that are read");
            }
            return read;
        } catch (NoSuchFileException missing) {
            throw new SetFileException("there is no such file; it is looked for at " + told);
        } catch (AccessDeniedException denied) {
            throw new SetFileException("may not be read by this user; chmod it, or run as its owner");
        } catch (IOException problem) {
            throw new SetFileException("can't be read: " + problem.getMessage());
        }
    }

    private Path resolve(String name) throws SetFileException {
        if (name.isBlank()) {
            throw new SetFileException("is no file name");
        }
        try {
            return folder.resolve(name).normalize();
        } catch (InvalidPathException wrong) {
            throw new SetFileException("is no file name: " + wrong.getReason());
        }
    }
}
