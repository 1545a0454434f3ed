package org.sekimori.control.inline;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, and fails if it doesn't. */
final class Wait {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private Wait() {}

    static void until(String what, BooleanSupplier condition) {
        until(PATIENCE, what, condition);
    }

    static void until(Duration patience, String what, BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("not within " + patience.toSeconds() + " s: " + what);
            }
            aLittle();
        }
    }

    static void aLittle() {
        LockSupport.parkNanos(STEP_NS);
    }
}
