package org.sekimori.control.reload;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.sekimori.policy.sets.SetFileException;

/** The files of a policy's sets, looked for from the folder the policy lies in. */
final class SetFolder extends StampedSets {
    private final Path folder;

    SetFolder(Path policy) {
        folder = policy.toAbsolutePath().getParent();
    }

    @Override
    Path place(String name) throws SetFileException {
        if (name.isBlank()) {
            throw new SetFileException("is no file name");
        }
        try {
            return folder.resolve(name).normalize();
        } catch (InvalidPathException wrong) {
            throw new SetFileException("is no file name: " + wrong.getReason());
        }
    }

    @Override
    Path target(Path place) {
        return place;
    }
}
