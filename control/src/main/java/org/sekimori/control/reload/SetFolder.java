package org.sekimori.control.reload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sekimori.policy.sets.SetFileException;
import org.sekimori.policy.sets.SetFiles;

/** Reads the files of a policy's sets, looked for from the folder the policy lies in, and remembers which they were. */
final class SetFolder implements SetFiles {
    private final Path folder;
    private final Map<Path, FileStamp> filesRead = new LinkedHashMap<>();

    SetFolder(Path policy) {
        folder = policy.toAbsolutePath().getParent();
    }

    /** Every file that was asked for, there or not, with how it was before it was read. */
    Map<Path, FileStamp> filesRead() {
        return filesRead;
    }

    @Override
    public byte[] read(String name) throws SetFileException {
        Path file = resolve(name);
        filesRead.put(file, FileStamp.of(file));
        return readFile(file, file);
    }

    /**
     * The bytes of a regular file.
     *
     * @param told where it is looked for, as people are told
     */
    static byte[] readFile(Path file, Path told) throws SetFileException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new SetFileException("is no regular file");
        }
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new SetFileException("has more than the " + MAX_BYTES + " bytes that are read");
            }
            return bytes;
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
