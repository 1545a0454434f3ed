package org.sekimori.control.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * Notices that a file is another one than before: by time, size and identity, so that editors that write a new file and
 * rename it, and file systems that don't notify, are seen as well. One thread's own.
 */
final class FileWatch {
    private static final Stamp ABSENT = new Stamp(FileTime.fromMillis(0), -1, null);

    private final Path file;
    private Stamp seen;
    private Stamp settling;

    /** Watches from how the file is now. */
    FileWatch(Path file) {
        this.file = file;
        this.seen = stamp();
        this.settling = seen;
    }

    /** Whether the file has changed, and stayed the same for two looks: a write may still have been going on at the first. */
    boolean hasChanged() {
        Stamp now = stamp();
        boolean settled = now.equals(settling);
        settling = now;
        if (!settled || now.equals(seen) || now.equals(ABSENT)) {
            return false;
        }
        seen = now;
        return true;
    }

    /** What is there now has been read. */
    void markSeen() {
        seen = stamp();
        settling = seen;
    }

    private Stamp stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
        } catch (IOException gone) {
            return ABSENT;
        }
    }

    private record Stamp(FileTime modified, long sizeBytes, Object key) {}
}
