package org.sekimori.control.lab.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** The folder that holds all files of one lab: configurations, logs, a domain's database. */
public final class Workspace {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path root;

    public Workspace(Path root) {
        this.root = root;
    }

    public Path root() {
        return root;
    }

    /** Makes the folder, readable by its owner only; {@code undo} removes it with everything inside. */
    public void create(Undo undo) {
        undo.make(
                () -> Files.createDirectory(
                        root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))),
                this::remove);
    }

    /** The folder of one program, made when it isn't there. */
    public Path folder(String name) {
        try {
            return Files.createDirectories(root.resolve(name));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    public Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** What a file holds so far; nothing when it isn't there. */
    public static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /**
     * A copy of a program, under a path no AppArmor profile names: the profiles of Debian and Ubuntu let these daemons read their packaged
     * configuration only. Where programs can't run from the workspace, the original.
     */
    public String copyOf(Path program) {
        Path copy = folder("bin").resolve(program.getFileName().toString());
        try {
            Files.copy(program, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        return (Files.isExecutable(copy) ? copy : program).toString();
    }

    /**
     * Removes the folder with everything inside. The children of daemons may still be ending, and remove files or make some
     * meanwhile: they get a little time.
     */
    public void remove() throws IOException {
        IOException[] last = new IOException[1];
        boolean removed = Await.until(PATIENCE, () -> {
            try {
                if (Files.exists(root)) {
                    Files.walkFileTree(root, new Removal());
                }
                return true;
            } catch (IOException problem) {
                last[0] = problem;
                return false;
            }
        });
        if (!removed) {
            throw last[0];
        }
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
            if (problem instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw problem;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException problem) throws IOException {
            if (problem != null) {
                throw problem;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
