package org.sekimori.control.reload;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices that a policy file, or one of the files its sets lie in, is another one than before: by times, size and identity,
 * so that editors that write a new file and rename it, and file systems that don't notify, are seen as well. A file that is
 * gone, or can't be reached, has changed too. One thread's own.
 */
final class FileWatch {
    /** How long writing that doesn't end is waited for. */
    static final long MAX_WAIT_NS = TimeUnit.SECONDS.toNanos(5);

    private final Path file;
    private final LongSupplier nanoClock;
    private Map<Path, FileStamp> seen = Map.of();
    private Map<Path, FileStamp> settling = Map.of();
    private boolean isWaiting;
    private long waitingSinceNs;

    /** What has changed. */
    enum Change {
        /** Nothing, or it may not have ended yet. */
        NONE,
        /** Files of sets, and not the policy file. */
        LISTS,
        /** The policy file, and maybe files of sets. */
        POLICY
    }

    /** Watches from how the file is now. */
    FileWatch(Path file) {
        this(file, System::nanoTime);
    }

    FileWatch(Path file, LongSupplier nanoClock) {
        this.file = file;
        this.nanoClock = nanoClock;
        follow(Map.of());
    }

    /** Watches these files besides, or the file itself, from how they were when they were read; and no others. */
    void follow(Map<Path, FileStamp> read) {
        Map<Path, FileStamp> all = new LinkedHashMap<>(read);
        all.putIfAbsent(file, seen.getOrDefault(file, FileStamp.of(file)));
        seen = all;
        settling = all;
        isWaiting = false;
    }

    /** Whether {@link #look} has something to tell. */
    boolean hasChanged() {
        return look() != Change.NONE;
    }

    /**
     * What has changed, once all files stayed the same for two looks, since a write may still have been going on at the
     * first; or after five seconds in which they didn't.
     */
    Change look() {
        Map<Path, FileStamp> now = stamps();
        boolean isSettled = now.equals(settling);
        settling = now;
        if (now.equals(seen)) {
            isWaiting = false;
            return Change.NONE;
        }
        if (!isWaiting) {
            isWaiting = true;
            waitingSinceNs = nanoClock.getAsLong();
        }
        if (!isSettled && nanoClock.getAsLong() - waitingSinceNs < MAX_WAIT_NS) {
            return Change.NONE;
        }
        isWaiting = false;
        boolean isPolicy = !now.get(file).equals(seen.get(file));
        seen = now;
        return isPolicy ? Change.POLICY : Change.LISTS;
    }

    /** What is there now has been read. */
    void markSeen() {
        seen = stamps();
        settling = seen;
        isWaiting = false;
    }

    private Map<Path, FileStamp> stamps() {
        Map<Path, FileStamp> stamps = new LinkedHashMap<>();
        seen.keySet().forEach(watched -> stamps.put(watched, FileStamp.of(watched)));
        return stamps;
    }
}
