package org.sekimori.control.process;

import java.io.IOException;

/** Sends signals to other processes, through the shell's own kill, since Java can only end processes. */
public final class ProcessSignal {
    private ProcessSignal() {}

    /**
     * Sends a signal to a process.
     *
     * @param name without {@code SIG}
     * @return the process that sends it; its end says that it was sent
     * @throws IOException where there is no shell to do so
     */
    public static Process send(String name, long pid) throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid).start();
    }
}
