package org.sekimori.dataplane.linux;

import com.sun.jna.Native;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Asks the kernel who holds a record lock ({@code F_GETLK}, fcntl(2)).
 *
 * <pre>
 *   struct flock:   0 type, 2   2 whence, 2   8 start, 8   16 length, 8   24 process, 4
 * </pre>
 */
public final class FileLocks {
    private static final int F_GETLK = 5;
    private static final short F_WRLCK = 1;
    private static final short F_UNLCK = 2;
    private static final int O_RDWR = 2;
    private static final int O_CLOEXEC = 0x80000;
    private static final int FLOCK_LENGTH = 32;
    private static final int FLOCK_PROCESS = 24;

    private FileLocks() {}

    /**
     * The process that keeps this one from locking the file; empty where none does. Zero or less stands for one of another
     * process namespace. Not for a file on which this process has a lock: that would be lost.
     */
    public static OptionalLong holder(Path file) throws IOException {
        int fd = LibC.open(file.toString(), O_RDWR | O_CLOEXEC);
        if (fd < 0) {
            throw new IOException(file + ": " + Errno.describe(Native.getLastError()));
        }
        try {
            UnsafeBuffer lock = NativeMemory.struct(FLOCK_LENGTH);
            lock.putShort(0, F_WRLCK);
            int result = LibC.fcntl(fd, F_GETLK, lock.addressOffset());
            Reference.reachabilityFence(lock);
            if (result < 0) {
                throw new IOException(file + ": F_GETLK: " + Errno.describe(Native.getLastError()));
            }
            return lock.getShort(0) == F_UNLCK ? OptionalLong.empty() : OptionalLong.of(lock.getInt(FLOCK_PROCESS));
        } finally {
            LibC.close(fd);
        }
    }
}
