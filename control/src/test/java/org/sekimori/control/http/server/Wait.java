package org.sekimori.control.http.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, and fails where it does not. */
final class Wait {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long LOOK_AGAIN_NS = Duration.ofMillis(5).toNanos();

    private Wait() {}

    static void until(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs > 0) {
                throw new AssertionError("not within " + PATIENCE);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NS);
        }
    }
}
