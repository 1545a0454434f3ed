package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;

/** Says what must not happen in some part of the box, one line a second at most, with how often it happened since the last. */
final class FaultLog implements ErrorHandler {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter err;
    private final String part;
    private long unsaid;
    private long nextNs = System.nanoTime();

    FaultLog(PrintWriter err, String part) {
        this.err = err;
        this.part = part;
    }

    @Override
    public synchronized void onError(Throwable fault) {
        unsaid++;
        long nowNs = System.nanoTime();
        if (nowNs - nextNs >= 0) {
            nextNs = nowNs + INTERVAL_NS;
            err.println("sekimori: fault in " + part + " (" + unsaid + " since the last line): " + fault);
            err.flush();
            unsaid = 0;
        }
    }
}
