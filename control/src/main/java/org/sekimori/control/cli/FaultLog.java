package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;

/** Says what must not happen in the data path, one line a second at most, with how often it happened since the last. */
final class FaultLog implements ErrorHandler {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final PrintWriter err;
    private long unsaid;
    private long nextNs = System.nanoTime();

    FaultLog(PrintWriter err) {
        this.err = err;
    }

    @Override
    public synchronized void onError(Throwable fault) {
        unsaid++;
        long nowNs = System.nanoTime();
        if (nowNs - nextNs >= 0) {
            nextNs = nowNs + INTERVAL_NS;
            err.println("sekimori run: fault in the data path (" + unsaid + " since the last line): " + fault);
            err.flush();
            unsaid = 0;
        }
    }
}
