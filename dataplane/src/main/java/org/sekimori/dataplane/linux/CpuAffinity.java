package org.sekimori.dataplane.linux;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.agrona.concurrent.UnsafeBuffer;

/** Pins the calling thread to a core, sched_setaffinity(2). */
public final class CpuAffinity {
    private static final int MASK_LENGTH = 128;

    private CpuAffinity() {}

    /** Whether a thread of this process may be pinned to that core; tried on a thread of its own. */
    public static boolean isAvailable(int core) {
        try {
            CompletableFuture.runAsync(() -> pin(core), task -> new Thread(task, "core-probe").start())
                    .join();
            return true;
        } catch (CompletionException refused) {
            return false;
        }
    }

    /**
     * Keeps the calling thread on that core.
     *
     * @throws NativeCallException where there is no such core
     */
    public static void pin(int core) {
        if (core < 0 || core >= MASK_LENGTH * Byte.SIZE) {
            throw new IllegalArgumentException(
                    "core " + core + ": 0 to " + (MASK_LENGTH * Byte.SIZE - 1) + " is wanted");
        }
        UnsafeBuffer mask = NativeMemory.struct(MASK_LENGTH);
        mask.putByte(core / Byte.SIZE, (byte) (1 << core % Byte.SIZE));
        int result = LibC.sched_setaffinity(0, MASK_LENGTH, mask.addressOffset());
        NativeCallException.check("sched_setaffinity core " + core, result);
    }
}
