package org.sekimori.control.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The wish to end, by SIGTERM or Ctrl-C; the command then ends in its own way, and puts back what it changed. */
final class Stop {
    private final CountDownLatch requested = new CountDownLatch(1);
    private volatile boolean handedOver;

    /** Takes both signals over. */
    Stop() {
        Signals.on("TERM", this::request);
        Signals.on("INT", this::request);
    }

    /** Wishes for it. */
    void request() {
        requested.countDown();
    }

    /** Wishes for it since another process is there to go on. */
    void handOver() {
        handedOver = true;
        request();
    }

    /** Whether another process goes on, so that nothing is to be put back. */
    boolean isHandedOver() {
        return handedOver;
    }

    /** Waits for the wish that long; true once it has come. */
    boolean await(int milliseconds) throws InterruptedException {
        return requested.await(milliseconds, TimeUnit.MILLISECONDS);
    }
}
