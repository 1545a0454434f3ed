package org.sekimori.dataplane.guard;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.linux.BpfFileSystem;
import org.sekimori.dataplane.linux.NativeCallException;

/**
 * The names of what outlives the box, in a BPF file system of its own.
 *
 * <pre>
 *  wan, lan                the links of both ports' programs, whatever the version
 *  wan_silence, lan_...    the links that keep the kernel's own stack silent
 *  1/guard, 1/flows, ...   maps, by the version of their layout
 * </pre>
 */
final class GuardFolder {
    private final Path folder;
    private final Path maps;

    private GuardFolder(Path folder) {
        this.folder = folder;
        maps = folder.resolve(Integer.toString(GuardDescriptor.LAYOUT_VERSION));
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
            BpfFileSystem.mount(folder);
        }
        GuardFolder opened = new GuardFolder(folder);
        Files.createDirectories(opened.maps);
        return opened;
    }

    /** Where the link of that port's program has its name. */
    Path link(PortRole role) {
        return folder.resolve(role.word());
    }

    /** Where the map of that name has it. */
    Path map(String name) {
        return maps.resolve(name);
    }

    /** Deletes all names: what nobody uses besides is gone. Unmounts the file system where this user may. */
    void remove() throws IOException {
        for (PortRole role : PortRole.values()) {
            Files.deleteIfExists(link(role));
        }
        deleteAll(maps);
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
                if (Files.isDirectory(name)) {
                    deleteAll(name);
                }
                Files.delete(name);
            }
        }
    }
}
