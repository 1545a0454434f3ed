package org.sekimori.control.events;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A bounded queue and a thread of its own before a writer that may be slow, stuck or broken: then what doesn't fit is
 * dropped and counted, one line a minute says so, and writing goes on by itself once it can.
 */
public final class QueuedOutlet implements EventOutlet {
    static final int DEFAULT_CAPACITY = 4096;

    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long STUCK_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL_MS = 200;
    private static final long CLOSE_MS = 2_000;

    private final EventWriter writer;
    private final BlockingQueue<Event> queue;
    private final OutletTally tally;
    private final PrintWriter err;
    private final Complaints ofSlowness;
    private final Complaints ofFailure;
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean failing;
    private volatile boolean reopening;
    /** When the write under way began; 0 while there is none. Written by the outlet's thread. */
    private volatile long writingSinceNs;
    /** The write that was last made to end, by when it began, and when that was; the supervisor's own. */
    private long abortedSinceNs;

    private long abortedNs;

    private QueuedOutlet(String name, EventWriter writer, int capacity, PrintWriter err) {
        this.writer = writer;
        this.err = err;
        queue = new ArrayBlockingQueue<>(capacity);
        tally = new OutletTally(name);
        ofSlowness = new Complaints(err, System::nanoTime);
        ofFailure = new Complaints(err, System::nanoTime);
        thread = new Thread(this::run, "events-" + name);
        thread.setDaemon(true);
    }

    /** Starts the thread; {@code name} is a word for labels, {@code err} takes the complaints. */
    static QueuedOutlet start(String name, EventWriter writer, int capacity, PrintWriter err) {
        QueuedOutlet outlet = new QueuedOutlet(name, writer, capacity, err);
        outlet.thread.start();
        return outlet;
    }

    public OutletTally tally() {
        return tally;
    }

    @Override
    public void offer(Event event) {
        if (!queue.offer(event)) {
            tally.countDropped();
            if (!failing) {
                ofSlowness.say("events: " + writer.target() + " is too slow: events are dropped");
            }
        }
    }

    @Override
    public void reopen() {
        reopening = true;
    }

    @Override
    public void supervise(long nowNs) {
        long sinceNs = writingSinceNs;
        // A write that connects anew may hang once more, as the same write.
        long hangingSinceNs = sinceNs == abortedSinceNs ? abortedNs : sinceNs;
        if (sinceNs != 0 && nowNs - hangingSinceNs > STUCK_NS) {
            abortedSinceNs = sinceNs;
            abortedNs = nowNs;
            // Closing an encrypted connection may take a second itself.
            Thread abort = new Thread(writer::abort, thread.getName() + "-abort");
            abort.setDaemon(true);
            abort.start();
        }
    }

    private void run() {
        try (writer) {
            while (!closing || !queue.isEmpty()) {
                Event event = queue.poll(POLL_MS, TimeUnit.MILLISECONDS);
                if (reopening) {
                    reopening = false;
                    tryTo(writer::reopen);
                }
                if (event == null) {
                    tryTo(writer::look);
                } else {
                    writeAtLast(event);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (IOException problem) {
            ofFailure.say("events: " + writer.target() + ": " + problem.getMessage());
        }
    }

    /** What fails here fails again, and is said, when the next event is written. */
    private void tryTo(Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException later) {
            tally.countFailure();
            ofFailure.say("events: " + writer.target() + ": " + words(later) + "; trying again with the next event");
        }
    }

    /** Something about a writer that can fail. */
    private interface Attempt {
        void run() throws IOException;
    }

    /** Until it is written; an outlet that is being closed doesn't try again. */
    private void writeAtLast(Event event) throws InterruptedException {
        long droppedBefore = tally.dropped();
        boolean complained = false;
        for (String failure = write(event); failure != null; failure = write(event)) {
            failing = true;
            complained |= ofFailure.say("events: " + writer.target() + ": " + failure + "; trying again every second");
            if (closing) {
                tally.countDropped();
                return;
            }
            pause();
        }
        failing = false;
        if (complained) {
            err.println("events: " + writer.target() + ": writes again; " + (tally.dropped() - droppedBefore)
                    + " events were dropped meanwhile");
            err.flush();
        }
    }

    /** What went wrong; null where nothing did. */
    private String write(Event event) {
        writingSinceNs = Math.max(1, System.nanoTime());
        try {
            writer.write(event);
            tally.countWritten();
            return null;
        } catch (IOException problem) {
            tally.countFailure();
            return words(problem);
        } catch (RuntimeException | Error fault) {
            // a fault of this program with this one event: tried again it would fail again, and hold up all others
            tally.countDropped();
            ofFailure.say("events: " + writer.target() + ": an event is dropped, it can't be written: " + fault);
            return null;
        } finally {
            writingSinceNs = 0;
        }
    }

    private static String words(IOException problem) {
        return problem.getMessage() == null ? problem.toString() : problem.getMessage();
    }

    private void pause() throws InterruptedException {
        long endNs = System.nanoTime() + RETRY_NS;
        while (!closing && System.nanoTime() - endNs < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MS));
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** Writes what is queued, for two seconds at most. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(CLOSE_MS);
            if (thread.isAlive()) {
                writer.abort();
                thread.interrupt();
                thread.join(POLL_MS);
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
