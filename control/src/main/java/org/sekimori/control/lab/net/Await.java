package org.sekimori.control.lab.net;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition of the world outside that nobody announces. */
public final class Await {
    private static final long POLL_INTERVAL_NS = 20_000_000;

    private Await() {}

    /** Asks until the condition holds or {@code patience} is over; returns whether it holds. */
    public static boolean until(Duration patience, BooleanSupplier condition) {
        long endNs = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > endNs || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(POLL_INTERVAL_NS);
        }
        return true;
    }
}
