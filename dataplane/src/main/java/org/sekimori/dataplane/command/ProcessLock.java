package org.sekimori.dataplane.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Held while a process owns a folder, so that there is one of its kind. The kernel lets go when the process ends. */
public final class ProcessLock implements AutoCloseable {
    private static final int MAX_DIGITS = 20;

    private final FileChannel channel;

    private ProcessLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock that lies in this file, which is made where there is none; nothing if another process holds it.
     *
     * @throws IOException where the file can't be made
     */
    public static Optional<ProcessLock> take(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (tryLock(channel) == null) {
                channel.close();
                return Optional.empty();
            }
            channel.truncate(0);
            String pid = ProcessHandle.current().pid() + "\n";
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
            return Optional.of(new ProcessLock(channel));
        } catch (IOException problem) {
            channel.close();
            throw problem;
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException here) {
            return null;
        }
    }

    /** The process that holds it, as far as it has said so. */
    public static String holder(Path file) {
        try (var input = Files.newInputStream(file)) {
            String text = new String(input.readNBytes(MAX_DIGITS), StandardCharsets.US_ASCII).strip();
            return text.matches("\\d+") ? "process " + text : "another process";
        } catch (IOException unreadable) {
            return "another process";
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
