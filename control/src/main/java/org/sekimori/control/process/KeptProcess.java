package org.sekimori.control.process;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A process that is started again when it ends: soon, and later and later while it keeps failing. Its lines are this
 * process's lines; the pipe to its standard input tells it when this process is gone. One thread's own.
 */
final class KeptProcess {
    /** A process that ran that long was up: the next failure is a new one. */
    static final long SETTLED_NS = TimeUnit.SECONDS.toNanos(20);

    private static final long FIRST_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long MAX_DELAY_NS = TimeUnit.SECONDS.toNanos(10);

    /** A service of which this process is a part doesn't speak for the whole. */
    private static final String SERVICE_MANAGER = "NOTIFY_SOCKET";

    private final String name;
    private final Supplier<List<String>> words;
    private Process process;
    private long startedNs;
    private long nextStartNs;
    private long delayNs = FIRST_DELAY_NS;
    private boolean wasUp;

    KeptProcess(String name, Supplier<List<String>> words) {
        this.name = name;
        this.words = words;
    }

    String name() {
        return name;
    }

    void start(long nowNs) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(words.get()).redirectOutput(Redirect.INHERIT).redirectError(Redirect.INHERIT);
        builder.environment().remove(SERVICE_MANAGER);
        process = builder.start();
        startedNs = nowNs;
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** Whether it has ever run for a while, so that its options can't be all wrong. */
    boolean wasUp() {
        return wasUp;
    }

    int status() {
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    /** It has ended: sets the time of the next start, and returns how long that is from now. */
    long postpone(long nowNs) {
        if (nowNs - startedNs >= SETTLED_NS) {
            delayNs = FIRST_DELAY_NS;
        }
        long wait = delayNs;
        delayNs = Math.min(MAX_DELAY_NS, delayNs * 2);
        nextStartNs = nowNs + wait;
        process = null;
        return wait;
    }

    /** Whether it has ended, and nobody has seen to it yet. */
    boolean hasEnded() {
        return process != null && !process.isAlive();
    }

    boolean isDue(long nowNs) {
        return process == null && nowNs - nextStartNs >= 0;
    }

    void look(long nowNs) {
        wasUp |= isAlive() && nowNs - startedNs >= SETTLED_NS;
    }

    void terminate() {
        if (process != null) {
            process.destroy();
        }
    }

    /** Waits until it has ended, or ends it the hard way. */
    int awaitEnd(int seconds) throws InterruptedException {
        if (process == null) {
            return 0;
        }
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        return process.exitValue();
    }
}
