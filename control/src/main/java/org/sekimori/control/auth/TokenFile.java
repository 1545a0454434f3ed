package org.sekimori.control.auth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file that holds the token's hash: one line, {@code sha256:} and 64 hexadecimal digits, for the owner's eyes only. */
final class TokenFile {
    private static final String PREFIX = "sha256:";
    private static final Pattern LINE = Pattern.compile(PREFIX + "([0-9a-f]{64})\\R?");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    private final Path file;

    TokenFile(Path file) {
        this.file = file;
    }

    boolean isThere() {
        return Files.exists(file);
    }

    /** Reads the hash, and insists that nobody but the owner can read or write the file. */
    byte[] read() {
        try {
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw new CredentialException(
                        file + ": others may read or write it; chmod 600, or remove it to get a new token");
            }
            Matcher line = LINE.matcher(Files.readString(file, StandardCharsets.US_ASCII));
            if (!line.matches()) {
                throw new CredentialException(file + ": not the hash of a token; remove it to get a new token");
            }
            return HexFormat.of().parseHex(line.group(1));
        } catch (IOException problem) {
            throw new CredentialException(file + ": can't be read: " + problem.getMessage(), problem);
        }
    }

    /** Writes the hash; after a power cut either all of it is there or nothing. */
    void write(byte[] hash) {
        try {
            FileAttribute<?> folder = PosixFilePermissions.asFileAttribute(FOLDER);
            Files.createDirectories(file.toAbsolutePath().getParent(), folder);
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            try (FileChannel out = FileChannel.open(
                    fresh,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
                String line = PREFIX + HexFormat.of().formatHex(hash) + "\n";
                out.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
                out.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException problem) {
            throw new CredentialException(file + ": can't be written: " + problem.getMessage(), problem);
        }
    }
}
