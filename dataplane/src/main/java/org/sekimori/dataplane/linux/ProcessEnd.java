package org.sekimori.dataplane.linux;

/** Ends this process where the JVM may not be able to any more. */
public final class ProcessEnd {
    private ProcessEnd() {}

    /** _exit(2): at once, whatever other threads do or wait for; nothing is closed or put back but what the kernel does. */
    public static void now(int status) {
        LibC._exit(status);
    }
}
