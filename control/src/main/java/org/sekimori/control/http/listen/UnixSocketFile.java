package org.sekimori.control.http.listen;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.sekimori.dataplane.command.OwnFolder;

/**
 * The Unix socket's file. It is bound in a folder nobody else may enter, given its mode there, and only then moved to its
 * place: nobody can connect before the mode is right, and a file left by a dead server is replaced in one step.
 */
public final class UnixSocketFile implements AutoCloseable {
    private static final String MODE = "rw-rw----";

    private final Path place;
    private final Path folder;
    private Object ownKey;

    private UnixSocketFile(Path place, Path folder) {
        this.place = place;
        this.folder = folder;
    }

    /**
     * Prepares to listen there.
     *
     * @throws ListenException where another server listens, or something else than a socket is in the place
     */
    public static UnixSocketFile at(Path place) {
        try {
            refuseLiving(place);
            OwnFolder.make(place.toAbsolutePath().getParent());
            Path folder = Files.createTempDirectory(
                    place.toAbsolutePath().getParent(),
                    ".s",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new UnixSocketFile(place, folder);
        } catch (IOException problem) {
            throw new ListenException(place + ": can't listen: " + problem.getMessage(), problem);
        }
    }

    /** Where to bind. */
    public UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(folder.resolve("s"));
    }

    /** Shows the bound socket in its place. */
    public void publish() {
        Path bound = folder.resolve("s");
        try {
            Files.setPosixFilePermissions(bound, PosixFilePermissions.fromString(MODE));
            ownKey = key(bound);
            Files.move(bound, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Files.delete(folder);
        } catch (IOException problem) {
            throw new ListenException(place + ": can't listen: " + problem.getMessage(), problem);
        }
    }

    private static void refuseLiving(Path place) throws IOException {
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new ListenException(place + ": is there and is no socket");
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.connect(UnixDomainSocketAddress.of(place));
        } catch (IOException nobodyListens) {
            return;
        }
        throw new ListenException(place + ": another control process listens there");
    }

    /** Whether what lies in the place is still what was published. */
    public boolean isInPlace() {
        try {
            return ownKey != null && ownKey.equals(key(place));
        } catch (IOException gone) {
            return false;
        }
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** Removes the file, if it is still the one that was published. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(folder.resolve("s"));
            Files.deleteIfExists(folder);
            if (isInPlace()) {
                Files.delete(place);
            }
        } catch (IOException problem) {
            throw new ListenException(place + ": can't be removed: " + problem.getMessage(), problem);
        }
    }
}
