package org.sekimori.dataplane.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user a process acts as (credentials(7)). */
public final class ProcessUser {
    /** The number of root. */
    public static final int ROOT = 0;

    private ProcessUser() {}

    /**
     * The number of the user this process is.
     *
     * @throws IOException where {@code /proc} can't be read
     */
    public static int own() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    /**
     * Has this process be an ordinary user for good: that user and group, no other groups, no capabilities. The C library does
     * so for all its threads at once.
     *
     * @throws NativeCallException where the kernel refuses, as it does to all but root
     */
    public static void become(int user, int group) {
        NativeCallException.check("setgroups", LibC.setgroups(0, 0));
        NativeCallException.check("setresgid " + group, LibC.setresgid(group, group, group));
        NativeCallException.check("setresuid " + user, LibC.setresuid(user, user, user));
    }
}
