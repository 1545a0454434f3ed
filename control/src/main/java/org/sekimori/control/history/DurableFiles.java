package org.sekimori.control.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Writes so that after a power cut each file is there whole, as before or as after. */
public class DurableFiles {
    private static final Set<OpenOption> ANEW =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    private static final FileAttribute<?> FILE_MODE = mode("rw-------");
    private static final FileAttribute<?> FOLDER_MODE = mode("rwx------");

    private static FileAttribute<?> mode(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }

    /** Called before each step that changes the disk; a test may end things there. */
    void step() throws IOException {
        // nothing to do in earnest
    }

    /** Writes a fresh file, and forces it to the disk. */
    public void write(Path file, byte[] content) throws IOException {
        step();
        try (FileChannel channel = FileChannel.open(file, ANEW, FILE_MODE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            step();
            channel.force(true);
        }
    }

    /** Makes a fresh folder. */
    void createFolder(Path folder) throws IOException {
        step();
        Files.createDirectory(folder, FOLDER_MODE);
    }

    /** Gives a file or folder its name, in the place of what bore it before, and forces the folder it lies in to the disk. */
    public void rename(Path from, Path to) throws IOException {
        step();
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        step();
        force(to.getParent());
    }

    /** Forces what names a folder holds to the disk. */
    void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes a folder and the files in it. */
    void remove(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.toList();
        } catch (NoSuchFileException gone) {
            return;
        }
        for (Path file : files) {
            step();
            if (Files.isDirectory(file)) {
                remove(file);
            } else {
                Files.deleteIfExists(file);
            }
        }
        step();
        Files.deleteIfExists(folder);
    }
}
