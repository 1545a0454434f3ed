package org.sekimori.dataplane;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.ErrorHandler;
import org.sekimori.dataplane.agent.FaultListener;
import org.sekimori.dataplane.boxfile.BoxHeaderWriter;
import org.sekimori.dataplane.linux.ProcessEnd;

/**
 * What becomes of faults of this program in a box. Those that cost a frame, or end a comparison, are noted by the threads that
 * move frames and told by another, {@link #tell}, so that no frame waits for a log. Those after which the box is of no use
 * make it {@link #fail}: whoever runs the box ends it then, with a word and in order; if that doesn't come about, the process is
 * ended without. Any thread may call.
 */
final class BoxFaults implements FaultListener {
    /** Exit status of a process that ends by a fault of its own. */
    static final int EXIT_STATUS = 3;
    /** Time to end in order, interfaces put back. */
    private static final long END_NS = TimeUnit.SECONDS.toNanos(5);

    private final BoxHeaderWriter header;
    private final ErrorHandler log;
    private final AtomicLong frames = new AtomicLong();
    private final AtomicReference<Throwable> firstOfFrames = new AtomicReference<>();
    private final AtomicReference<Throwable> ofCandidate = new AtomicReference<>();
    private final AtomicReference<String> failure = new AtomicReference<>();
    private volatile boolean endsProcess;

    BoxFaults(BoxHeaderWriter header, ErrorHandler log) {
        this.header = header;
        this.log = log;
    }

    /** From now on a failure ends the process, if nobody else does within seconds. */
    void endProcess() {
        endsProcess = true;
    }

    @Override
    public void onFrame(Throwable fault) {
        frames.incrementAndGet();
        firstOfFrames.compareAndSet(null, fault);
    }

    @Override
    public void onCandidate(Throwable fault) {
        ofCandidate.set(fault);
    }

    @Override
    public void onStandstill(Throwable fault) {
        fail("frame after frame can't be judged or sent: " + FaultWords.of(fault));
    }

    /** The box is of no use any more, for that reason; the first one counts. */
    void fail(String why) {
        if (failure.compareAndSet(null, why)) {
            header.fail(why);
            if (endsProcess) {
                Thread lastResort = new Thread(BoxFaults::end, "box-end");
                lastResort.setDaemon(true);
                lastResort.start();
            }
        }
    }

    private static void end() {
        long deadlineNs = System.nanoTime() + END_NS;
        for (long leftNs = END_NS; leftNs > 0; leftNs = deadlineNs - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.sleep(leftNs);
            } catch (InterruptedException nobodysBusiness) {
                continue;
            }
        }
        ProcessEnd.now(EXIT_STATUS);
    }

    /** Why the box is of no use any more, if it isn't. */
    Optional<String> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Tells what was noted since the last time. */
    void tell() {
        Throwable first = firstOfFrames.getAndSet(null);
        if (first != null) {
            long count = frames.getAndSet(0);
            String frames = count == 1 ? "1 frame" : count + " frames";
            log.onError(new DataPathFault(frames + " dropped that could not be judged or sent", first));
        }
        Throwable candidate = ofCandidate.getAndSet(null);
        if (candidate != null) {
            log.onError(new DataPathFault("the what-if ended: its policy could not judge a frame", candidate));
        }
    }
}
