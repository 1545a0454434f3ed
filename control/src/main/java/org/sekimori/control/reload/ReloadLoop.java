package org.sekimori.control.reload;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.sekimori.dataplane.command.OneLine;

/**
 * The thread that reads the policy file: once at the start, and again whenever it changes or somebody asks. The largest
 * policy takes seconds to read, and on a small machine half a minute; nobody else waits for that, neither who asks the API nor
 * who looks after the box, nor the end of the process.
 */
public final class ReloadLoop implements AutoCloseable {
    private static final long POLL_MS = 250;
    private static final long LAST_WORDS_MS = 1_000;

    private final PolicyService policies;
    private final Consumer<String> log;
    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CompletableFuture<PolicyOutcome> first = new CompletableFuture<>();
    private final Thread thread;
    private String lastFault = "";

    private ReloadLoop(PolicyService policies, Consumer<String> log) {
        this.policies = policies;
        this.log = log;
        thread = new Thread(this::run, "policy-file");
        thread.setDaemon(true);
    }

    /** Starts the thread, which calls {@link PolicyService#start} at once. */
    public static ReloadLoop start(PolicyService policies, Consumer<String> log) {
        ReloadLoop loop = new ReloadLoop(policies, log);
        loop.thread.start();
        return loop;
    }

    /** What came of the first reading, once it has ended. */
    public CompletableFuture<PolicyOutcome> first() {
        return first;
    }

    /** Has the file read again, whether it has changed or not; false where the policy has none. For any thread. */
    public boolean request() {
        requested.set(true);
        return policies.policyFile().isPresent();
    }

    private void run() {
        guarded(() -> first.complete(policies.start()));
        first.completeExceptionally(new IllegalStateException(lastFault));
        Optional<Reloader> reloader = policies.policyFile().map(file -> new Reloader(policies));
        try {
            while (reloader.isPresent() && !stop.await(POLL_MS, TimeUnit.MILLISECONDS)) {
                guarded(() -> poll(reloader.get()));
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void poll(Reloader reloader) {
        if (requested.getAndSet(false)) {
            reloader.request();
        }
        reloader.poll();
    }

    /** A fault of one reading is told, once, and is not the end of all others. */
    private void guarded(Runnable reading) {
        try {
            reading.run();
            lastFault = "";
        } catch (RuntimeException | StackOverflowError fault) {
            String line = OneLine.of(fault);
            if (!line.equals(lastFault)) {
                log.accept("the policy file can't be looked after: " + line + "; trying again");
            }
            lastFault = line;
        }
    }

    /** Ends the thread; a reading that takes longer ends with the process, and changes nothing. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(LAST_WORDS_MS);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
