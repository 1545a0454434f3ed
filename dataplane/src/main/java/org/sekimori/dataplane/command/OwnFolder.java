package org.sekimori.dataplane.command;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Makes the folders of box and control, with modes of their own, whatever the umask of the process: the group may look into
 * each, everybody may pass through those above it, and nobody else may write.
 */
public final class OwnFolder {
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rwxr-x---");
    private static final Set<PosixFilePermission> ABOVE = PosixFilePermissions.fromString("rwxr-xr-x");
    private static final Set<PosixFilePermission> WRITE_OF_OTHERS = PosixFilePermissions.fromString("----w--w-");

    private OwnFolder() {}

    /**
     * Makes the folder, and those above it that aren't there. One that is there keeps what its owner gave it, but nobody else
     * may write there any more.
     *
     * @throws IOException where it can't be made, or lets others write and isn't this user's to change
     */
    public static void make(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath();
        if (Files.isDirectory(absolute)) {
            takeBackWriting(absolute);
            return;
        }
        makeAbove(absolute.getParent());
        makeOne(absolute, OWN);
    }

    private static void makeAbove(Path folder) throws IOException {
        if (folder != null && !Files.isDirectory(folder)) {
            makeAbove(folder.getParent());
            makeOne(folder, ABOVE);
        }
    }

    private static void makeOne(Path folder, Set<PosixFilePermission> mode) throws IOException {
        try {
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWN));
        } catch (FileAlreadyExistsException meanwhile) {
            if (Files.isDirectory(folder)) {
                return;
            }
            throw meanwhile;
        }
        Files.setPosixFilePermissions(folder, mode);
    }

    private static void takeBackWriting(Path folder) throws IOException {
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder);
        if (mode.removeAll(WRITE_OF_OTHERS)) {
            Files.setPosixFilePermissions(folder, mode);
        }
    }
}
