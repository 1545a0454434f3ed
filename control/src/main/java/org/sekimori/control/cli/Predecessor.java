package org.sekimori.control.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sekimori.control.process.ProcessSignal;
import org.sekimori.dataplane.command.ProcessLock;

/** A box that runs in this one's folders and goes on with the line until it is asked to give it up. */
final class Predecessor {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private final Path lock;
    private final long pid;
    private final String signal;
    private final PrintWriter err;

    private Predecessor(Path lock, long pid, String signal, PrintWriter err) {
        this.lock = lock;
        this.pid = pid;
        this.signal = signal;
        this.err = err;
    }

    /** The box that holds that lock, if there is one. */
    static Optional<Predecessor> holding(Path lock, String signal, PrintWriter err) {
        OptionalLong holder = ProcessLock.holderProcess(lock);
        return holder.isPresent()
                ? Optional.of(new Predecessor(lock, holder.getAsLong(), signal, err))
                : Optional.empty();
    }

    /** Asks it to give up the line, and returns once it has, or didn't for so long that it must be hanging. */
    void end() throws InterruptedException {
        tell();
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (ProcessLock.holderProcess(lock).equals(OptionalLong.of(pid))) {
            if (System.nanoTime() - deadlineNs > 0) {
                err.println("warning: the box before this one (process " + pid
                        + ") doesn't give the line up; it is killed");
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                deadlineNs += PATIENCE_NS;
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    private void tell() throws InterruptedException {
        try {
            ProcessSignal.send(signal, pid).waitFor();
        } catch (IOException problem) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
    }
}
