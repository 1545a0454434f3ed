package org.sekimori.dataplane.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.sekimori.dataplane.linux.FileLocks;
import org.sekimori.dataplane.linux.ProcessUser;
import org.sekimori.dataplane.linux.RunningProcess;

/**
 * Held while a process owns a folder, so that there is one of its kind. The kernel lets go when the process ends.
 *
 * <p>A lock for reading is enough to keep others from one for writing, so whoever can open the file can keep it locked. Only
 * its owner may open it; a file of another mode, which somebody may have open still, is replaced, and so is one that is
 * locked by a process that is none of this program's.
 */
public final class ProcessLock implements AutoCloseable {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<OpenOption> OPEN =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final int TRIES = 20;

    /** Files on which this process has a lock: opening and closing such a file once more would lose it. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private ProcessLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock that lies in this file, which is made where there is none; nothing if another process of this program
     * holds it.
     *
     * @param log takes a line where a process that is none of this program's held the lock
     * @throws IOException where the file can't be made
     */
    public static Optional<ProcessLock> take(Path file, Consumer<String> log) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        OwnFolder.make(absolute.getParent());
        if (!HELD.add(absolute)) {
            return Optional.empty();
        }
        Optional<ProcessLock> taken = Optional.empty();
        try {
            taken = takeFree(absolute, log);
        } finally {
            if (taken.isEmpty()) {
                HELD.remove(absolute);
            }
        }
        return taken;
    }

    private static Optional<ProcessLock> takeFree(Path file, Consumer<String> log) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            Object key = madeOrThere(file);
            FileChannel channel = FileChannel.open(file, OPEN);
            try {
                if (channel.tryLock() != null) {
                    if (key.equals(key(file)) && isPrivate(file)) {
                        return Optional.of(held(file, channel));
                    }
                    replace(file, key);
                    channel.close();
                    continue;
                }
            } catch (IOException problem) {
                channel.close();
                throw problem;
            }
            channel.close();
            if (isHeldByOwnKind(file, key, log)) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static ProcessLock held(Path file, FileChannel channel) throws IOException {
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        return new ProcessLock(file, channel);
    }

    /** Device and inode of the file, which is there from now on. */
    private static Object madeOrThere(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        } catch (FileAlreadyExistsException there) {
            // as it mostly is
        }
        return key(file);
    }

    private static Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static boolean isPrivate(Path file) throws IOException {
        return OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    }

    /** Whoever has it open may keep it: another takes its place. */
    private static void replace(Path file, Object key) throws IOException {
        try {
            if (key.equals(key(file))) {
                Files.delete(file);
            }
        } catch (NoSuchFileException already) {
            // by another process
        }
    }

    private static boolean isHeldByOwnKind(Path file, Object key, Consumer<String> log) throws IOException {
        OptionalLong pid = FileLocks.holder(file);
        if (pid.isEmpty()) {
            return false;
        }
        if (pid.getAsLong() <= 0) {
            return true;
        }
        Optional<RunningProcess> holder = RunningProcess.of(pid.getAsLong());
        if (holder.isEmpty() || isOwnKind(holder.get())) {
            return holder.isPresent();
        }
        log.accept(file + " was locked by " + holder.get().description()
                + ", which is not Sekimori's; another file has taken its place");
        replace(file, key);
        return false;
    }

    /** Command lines can be made up; a user who is neither root nor this one has no business here. */
    private static boolean isOwnKind(RunningProcess holder) throws IOException {
        OptionalInt user = holder.user();
        return holder.isSekimori()
                && (user.isEmpty() || user.getAsInt() == ProcessUser.ROOT || user.getAsInt() == ProcessUser.own());
    }

    /** The number of the process of this program that holds the lock in this file, as the kernel says; empty where none does. */
    public static OptionalLong holderProcess(Path file) {
        try {
            OptionalLong pid = Files.exists(file) ? FileLocks.holder(file) : OptionalLong.empty();
            if (pid.isEmpty() || pid.getAsLong() <= 0) {
                return OptionalLong.empty();
            }
            Optional<RunningProcess> holder = RunningProcess.of(pid.getAsLong());
            return holder.isPresent() && isOwnKind(holder.get()) ? pid : OptionalLong.empty();
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }

    /** The process that holds it, as the kernel says. */
    public static String holder(Path file) {
        if (HELD.contains(file.toAbsolutePath().normalize())) {
            return "this process";
        }
        try {
            OptionalLong pid = FileLocks.holder(file);
            return pid.isEmpty()
                    ? "another process"
                    : RunningProcess.of(pid.getAsLong())
                            .map(RunningProcess::description)
                            .orElse("another process");
        } catch (IOException unreadable) {
            return "another process";
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD.remove(file);
        }
    }
}
