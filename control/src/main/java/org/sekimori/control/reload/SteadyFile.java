package org.sekimori.control.reload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Reads a file whole once nobody writes to it, or after two seconds as it is then: whoever writes without end is not waited
 * for, and what was read may be cut off.
 *
 * @param bytes one more than asked for at most
 * @param stamp how the file was before it was read
 */
record SteadyFile(byte[] bytes, FileStamp stamp) {
    private static final long QUIET_MS = 100;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(2);

    static SteadyFile read(Path file, int maxBytes) throws IOException {
        long startNs = System.nanoTime();
        while (true) {
            FileStamp before = FileStamp.of(file);
            boolean isLate = System.nanoTime() - startNs >= PATIENCE_NS;
            if (isLate || !isFresh(before)) {
                SteadyFile read = new SteadyFile(readOnce(file, maxBytes), before);
                if (isLate || before.equals(FileStamp.of(file))) {
                    return read;
                }
            }
            pause();
        }
    }

    private static byte[] readOnce(Path file, int maxBytes) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            return input.readNBytes(maxBytes + 1);
        }
    }

    /** A clock that was set back makes nothing fresh. */
    private static boolean isFresh(FileStamp stamp) {
        long ageMs = System.currentTimeMillis() - stamp.changed().toMillis();
        return ageMs >= 0 && ageMs < QUIET_MS;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(QUIET_MS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
