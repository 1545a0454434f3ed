package org.sekimori.control.reload;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sekimori.policy.sets.SetFileException;

/** Reads the files of a policy's sets, and remembers which they were. Where they lie is said by those that extend it. */
abstract class StampedSets implements WatchedSets {
    private final Map<Path, FileStamp> filesRead = new LinkedHashMap<>();

    /**
     * The file of that name, with no link followed.
     *
     * @throws SetFileException where it can't be one, or may not be read
     */
    abstract Path place(String name) throws SetFileException;

    /**
     * What is to be opened for a place.
     *
     * @throws SetFileException where it isn't there, or may not be read
     */
    abstract Path target(Path place) throws SetFileException;

    @Override
    public final byte[] read(String name) throws SetFileException {
        Path place = place(name);
        filesRead.put(place, FileStamp.of(place));
        SteadyFile read = open(target(place), place);
        filesRead.put(place, read.stamp());
        return read.bytes();
    }

    @Override
    public final Map<Path, FileStamp> filesRead() {
        return filesRead;
    }

    @Override
    public final FileStamp stamp(String name) {
        try {
            return filesRead.getOrDefault(place(name), FileStamp.ABSENT);
        } catch (SetFileException none) {
            return FileStamp.ABSENT;
        }
    }

    /** The bytes of a regular file that is looked for at that place. */
    private static SteadyFile open(Path file, Path place) throws SetFileException {
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
            throw new SetFileException("there is no such file; it is looked for at " + place);
        } catch (AccessDeniedException denied) {
            throw new SetFileException("may not be read by this user; chmod it, or run as its owner");
        } catch (IOException problem) {
            throw new SetFileException("can't be read: " + problem.getMessage());
        }
    }
}
