package org.sekimori.control.reload;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.sekimori.policy.sets.SetFileException;

/**
 * Files of sets for a policy that came over the API: those below the folder {@code sets} beside the policy file, and no
 * others. Who may push policies need not be allowed to read this machine's files, so findings don't quote them, and a link
 * is followed only where it stays below that folder.
 */
public final class SetsBelow extends StampedSets {
    /** The folder's name; pushed policies write {@code sets/NAME}, as the policy file itself does. */
    public static final String FOLDER = "sets";

    private final Path folder;
    private final Path sets;

    /** Files below {@code sets} beside that policy file. */
    public SetsBelow(Path policyFile) {
        sets = folder(policyFile);
        folder = sets.getParent();
    }

    /** Where pushed policies have their sets. */
    static Path folder(Path policyFile) {
        return policyFile.toAbsolutePath().normalize().resolveSibling(FOLDER);
    }

    @Override
    public boolean areQuotable() {
        return false;
    }

    @Override
    Path place(String name) throws SetFileException {
        try {
            Path named = folder.resolve(name).normalize();
            if (!named.startsWith(sets) || named.equals(sets)) {
                throw outside();
            }
            return named;
        } catch (InvalidPathException wrong) {
            throw outside();
        }
    }

    /** What it stands for when all links are followed, so that what was looked at is what is opened. */
    @Override
    Path target(Path place) throws SetFileException {
        try {
            Path real = place.toRealPath();
            if (!real.startsWith(sets.toRealPath())) {
                throw outside();
            }
            return real;
        } catch (NoSuchFileException missing) {
            throw new SetFileException("there is no such file in " + sets);
        } catch (IOException unreadable) {
            throw outside();
        }
    }

    private SetFileException outside() {
        return new SetFileException("lies outside " + sets
                + ", where pushed policies have their sets; put the file there and write '" + FOLDER + "/NAME'");
    }
}
