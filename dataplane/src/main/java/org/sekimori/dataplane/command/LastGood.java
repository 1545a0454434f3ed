package org.sekimori.dataplane.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.image.PolicyImageException;

/**
 * The file with the image a box begins with. It is replaced whole or not at all: written beside, forced to the disk,
 * renamed, and the folder forced as well, so that a power cut at any point leaves the old or the new one.
 *
 * <p>It is read into memory, never mapped: a mapped file that somebody cuts short, or a disk that fails, would kill the
 * process at a look-up.
 */
public final class LastGood {
    private static final String FRESH_SUFFIX = ".new";
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");

    private final Path file;
    private final int maxBytes;

    /** The file of that name; longer ones than {@code maxBytes} are refused. */
    public LastGood(Path file, int maxBytes) {
        this.file = file;
        this.maxBytes = maxBytes;
    }

    /**
     * The policy that was kept; none on a first start.
     *
     * @throws IOException with one line where there is one that can't be used
     */
    Optional<PolicyTable> read() throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new IOException("has more than the " + maxBytes + " bytes that are read");
            }
            return Optional.of(PolicyTable.over(new UnsafeBuffer(bytes)));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (PolicyImageException broken) {
            throw new IOException(broken.getMessage(), broken);
        }
    }

    /** Keeps this policy for the next start; what was kept before stays where that fails. */
    void write(PolicyTable table) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path fresh = file.resolveSibling(file.getFileName() + FRESH_SUFFIX);
        OwnFolder.make(folder);
        try {
            writeForced(fresh, table.image());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            discard(fresh, failed);
            throw failed;
        }
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static void writeForced(Path fresh, ByteBuffer image) throws IOException {
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            while (image.hasRemaining()) {
                channel.write(image);
            }
            channel.force(true);
        }
        Files.setPosixFilePermissions(fresh, MODE);
    }

    /** Gives a full disk its room back. */
    private static void discard(Path fresh, IOException cause) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException stuck) {
            cause.addSuppressed(stuck);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
