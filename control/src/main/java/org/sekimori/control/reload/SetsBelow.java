package org.sekimori.control.reload;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.sekimori.policy.sets.SetFileException;
import org.sekimori.policy.sets.SetFiles;

/**
 * Files of sets for a policy that came over the network: those in the folder of the policy file or below it, and no others.
 * Findings quote what stands in a file, and who may push policies need not be allowed to read every file of this machine.
 */
public final class SetsBelow implements SetFiles {
    private final Path folder;
    private final SetFolder sets;

    /** Files beside that policy file or below. */
    public SetsBelow(Path policyFile) {
        folder = policyFile.toAbsolutePath().getParent();
        sets = new SetFolder(policyFile);
    }

    @Override
    public byte[] read(String name) throws SetFileException {
        if (!isBelow(name)) {
            throw new SetFileException("lies outside " + folder + ", where pushed policies have their sets");
        }
        return sets.read(name);
    }

    /** A file that isn't there is told so by whoever reads it. */
    private boolean isBelow(String name) {
        try {
            Path named = folder.resolve(name).normalize();
            Path real = named.toFile().exists() ? named.toRealPath() : named;
            return real.startsWith(folder) || real.startsWith(folder.toRealPath());
        } catch (InvalidPathException | IOException unreadable) {
            return false;
        }
    }
}
