package org.sekimori.control.reload;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sekimori.policy.sets.SetFileException;

/**
 * Files of sets for a policy that came over the API: those below the folder {@code sets} beside the policy file, and no
 * others. Who may push policies need not be allowed to read this machine's files, so findings don't quote them, and a link
 * is followed only where it stays below that folder.
 */
public final class SetsBelow implements WatchedSets {
    /** The folder's name; pushed policies write {@code sets/NAME}, as the policy file itself does. */
    public static final String FOLDER = "sets";

    private final Path folder;
    private final Map<Path, FileStamp> filesRead = new LinkedHashMap<>();

    /** Files below {@code sets} beside that policy file. */
    public SetsBelow(Path policyFile) {
        folder = policyFile.toAbsolutePath().normalize().getParent();
    }

    @Override
    public byte[] read(String name) throws SetFileException {
        Path named = named(name);
        filesRead.put(named, FileStamp.of(named));
        SteadyFile read = SetFolder.readFile(real(named), folder.resolve(FOLDER));
        filesRead.put(named, read.stamp());
        return read.bytes();
    }

    @Override
    public Map<Path, FileStamp> filesRead() {
        return filesRead;
    }

    @Override
    public FileStamp stamp(String name) {
        try {
            return filesRead.getOrDefault(named(name), FileStamp.ABSENT);
        } catch (SetFileException none) {
            return FileStamp.ABSENT;
        }
    }

    @Override
    public boolean areQuotable() {
        return false;
    }

    /** Where the name points to, with no link followed yet. */
    private Path named(String name) throws SetFileException {
        Path sets = folder.resolve(FOLDER);
        try {
            Path named = folder.resolve(name).normalize();
            if (!named.startsWith(sets) || named.equals(sets)) {
                throw outside(sets);
            }
            return named;
        } catch (InvalidPathException wrong) {
            throw outside(sets);
        }
    }

    /** What it stands for when all links are followed, so that what was looked at is what is opened. */
    private Path real(Path named) throws SetFileException {
        Path sets = folder.resolve(FOLDER);
        try {
            Path real = named.toRealPath();
            if (!real.startsWith(sets.toRealPath())) {
                throw outside(sets);
            }
            return real;
        } catch (NoSuchFileException missing) {
            throw new SetFileException("there is no such file in " + sets);
        } catch (IOException unreadable) {
            throw outside(sets);
        }
    }

    private static SetFileException outside(Path sets) {
        return new SetFileException("lies outside " + sets
                + ", where pushed policies have their sets; put the file there" + " and write '" + FOLDER + "/NAME'");
    }
}
