package org.sekimori.dataplane.linux;

import com.sun.jna.Native;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.agrona.concurrent.UnsafeBuffer;

/** The calling thread's part of its core beside other ordinary threads, sched_setattr(2); {@code struct sched_attr}. */
public final class ThreadPriority {
    private static final int SIZE_OFFSET = 0;
    private static final int NICE_OFFSET = 16;
    private static final int RUNTIME_OFFSET = 24;
    private static final int LENGTH = 48;

    private ThreadPriority() {}

    /** Whether threads of this process may have that niceness; tried on a thread of its own. */
    public static boolean isAvailable(int niceness, long sliceNs) {
        try {
            CompletableFuture.runAsync(() -> set(niceness, sliceNs), task -> new Thread(task, "priority-probe").start())
                    .join();
            return true;
        } catch (CompletionException refused) {
            return false;
        }
    }

    /**
     * Sets the calling thread's niceness and slice, and leaves it an ordinary thread (SCHED_OTHER).
     *
     * @param niceness from -20, which has most of a core, to 19
     * @param sliceNs how long it runs at a time where others want the core: one with a short slice, which wakes up, need not wait
     *     until a longer one of another thread is over; 0.1 to 100 ms, heeded since Linux 6.12
     * @throws NativeCallException EPERM where the niceness is below this process's, and neither CAP_SYS_NICE nor RLIMIT_NICE allow it
     */
    public static void set(int niceness, long sliceNs) {
        UnsafeBuffer attributes = NativeMemory.struct(LENGTH);
        attributes.putInt(SIZE_OFFSET, LENGTH);
        attributes.putInt(NICE_OFFSET, niceness);
        attributes.putLong(RUNTIME_OFFSET, sliceNs);
        if (LibC.syscall(SystemCall.SCHED_SETATTR.number(), 0, attributes.addressOffset(), 0) < 0) {
            throw new NativeCallException("sched_setattr niceness " + niceness, Native.getLastError());
        }
    }
}
