package org.sekimori.dataplane.guard;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Predicate;
import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.linux.BpfFileSystem;
import org.sekimori.dataplane.linux.NativeCallException;

/**
 * The names of what outlives the box, in a BPF file system of its own.
 *
 * <pre>
 *  wan, lan                the links of both ports' programs, whatever the version
 *  1/guard, 1/flows, ...   maps, by the version of their layout
 * </pre>
 *
 * Another version makes maps of its own beside those that are there, whose programs decide until both links have its own.
 */
final class GuardFolder {
    private final Path folder;
    private final Path maps;

    private GuardFolder(Path folder, int version) {
        this.folder = folder;
        maps = folder.resolve(Integer.toString(version));
    }

    /**
     * Opens the folder; mounts a BPF file system there unless there is one.
     *
     * @throws IOException where the folder can't be made
     * @throws org.sekimori.dataplane.linux.NativeCallException where none is mounted and CAP_SYS_ADMIN is missing
     */
    static GuardFolder open(Path folder) throws IOException {
        if (!BpfFileSystem.isAt(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(folder.toString());
            }
            BpfFileSystem.mount(folder);
        }
        GuardFolder opened = at(folder);
        Files.createDirectories(opened.maps);
        return opened;
    }

    /** The names that are there, if any are; nothing is made. */
    static GuardFolder at(Path folder) {
        return new GuardFolder(folder, GuardDescriptor.LAYOUT_VERSION);
    }

    /**
     * Whether a BPF file system is there.
     *
     * @throws AccessDeniedException where this user may not look
     */
    static boolean isThere(Path folder) throws IOException {
        boolean isThere = BpfFileSystem.isAt(folder);
        boolean isHidden = !isThere && !Files.exists(folder) && !Files.notExists(folder);
        if (isHidden || isThere && !Files.isExecutable(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
        return isThere;
    }

    /** Where the link of that port's program has its name. */
    Path link(PortRole role) {
        return folder.resolve(role.word());
    }

    /** Where the map of that name has it. */
    Path map(String name) {
        return maps.resolve(name);
    }

    /** Deletes the names of other versions' maps, which go with the programs that use them. */
    void removeOthers() throws IOException {
        removeMaps(version -> !version.equals(maps));
    }

    /** The kernel keeps files of its own beside the versions' folders. */
    private void removeMaps(Predicate<Path> unwanted) throws IOException {
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path version : versions) {
                if (unwanted.test(version)) {
                    deleteAll(version);
                    Files.delete(version);
                }
            }
        }
    }

    /** Deletes all names: what nobody uses besides is gone. Unmounts the file system where this user may. */
    void remove() throws IOException {
        for (PortRole role : PortRole.values()) {
            Files.deleteIfExists(link(role));
        }
        removeMaps(version -> true);
        try {
            BpfFileSystem.unmount(folder);
            Files.deleteIfExists(folder);
        } catch (NativeCallException notAllowed) {
            // empty, it costs nothing
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
            for (Path name : names) {
                Files.delete(name);
            }
        }
    }
}
