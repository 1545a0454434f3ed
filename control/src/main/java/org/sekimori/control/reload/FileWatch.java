package org.sekimori.control.reload;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Notices that a policy file, or one of the files its sets lie in, is another one than before: by time, size and identity,
 * so that editors that write a new file and rename it, and file systems that don't notify, are seen as well. One thread's
 * own.
 */
final class FileWatch {
    private final Path file;
    private Map<Path, FileStamp> seen = Map.of();
    private Map<Path, FileStamp> settling = Map.of();

    /** Watches from how the file is now. */
    FileWatch(Path file) {
        this.file = file;
        follow(Map.of());
    }

    /** Watches these files besides, or the file itself, from how they were when they were read; and no others. */
    void follow(Map<Path, FileStamp> read) {
        Map<Path, FileStamp> all = new LinkedHashMap<>(read);
        all.putIfAbsent(file, seen.getOrDefault(file, FileStamp.of(file)));
        seen = all;
        settling = all;
    }

    /**
     * Whether a file has changed, and all stayed the same for two looks: a write may still have been going on at the
     * first. Nothing has, as long as the policy file itself is gone.
     */
    boolean hasChanged() {
        Map<Path, FileStamp> now = stamps();
        boolean settled = now.equals(settling);
        settling = now;
        if (!settled || now.equals(seen) || now.get(file).equals(FileStamp.ABSENT)) {
            return false;
        }
        seen = now;
        return true;
    }

    /** What is there now has been read. */
    void markSeen() {
        seen = stamps();
        settling = seen;
    }

    private Map<Path, FileStamp> stamps() {
        Map<Path, FileStamp> stamps = new LinkedHashMap<>();
        seen.keySet().forEach(watched -> stamps.put(watched, FileStamp.of(watched)));
        return stamps;
    }
}
