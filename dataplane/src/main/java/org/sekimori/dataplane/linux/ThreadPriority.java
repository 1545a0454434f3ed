package org.sekimori.dataplane.linux;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The calling thread's share of its core beside other threads, setpriority(2). Linux has a niceness per thread. */
public final class ThreadPriority {
    private static final int PRIO_PROCESS = 0;

    private ThreadPriority() {}

    /** Whether threads of this process may have that niceness; tried on a thread of its own. */
    public static boolean isAvailable(int niceness) {
        try {
            CompletableFuture.runAsync(() -> set(niceness), task -> new Thread(task, "priority-probe").start())
                    .join();
            return true;
        } catch (CompletionException refused) {
            return false;
        }
    }

    /**
     * Sets the calling thread's niceness.
     *
     * @param niceness from -20, which has most of a core, to 19
     * @throws NativeCallException EACCES where it is below this process's, and neither CAP_SYS_NICE nor RLIMIT_NICE allow it
     */
    public static void set(int niceness) {
        NativeCallException.check("setpriority " + niceness, LibC.setpriority(PRIO_PROCESS, 0, niceness));
    }
}
