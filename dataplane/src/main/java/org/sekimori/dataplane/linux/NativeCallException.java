package org.sekimori.dataplane.linux;

import com.sun.jna.Native;
import java.util.List;

/** A kernel call failed where it should not; names the call and the errno. Never thrown per frame. */
public final class NativeCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String FIGURES = "processed ";

    private final int errno;
    private final String log;

    NativeCallException(String call, int errno) {
        this(call, errno, "");
    }

    /** With what the kernel itself said about it, of one line or more. */
    NativeCallException(String call, int errno, String log) {
        super(call + ": " + Errno.describe(errno) + reason(log));
        this.errno = errno;
        this.log = log;
    }

    /** The last two lines of a log that say what was wrong, and where; the verifier ends with figures of its work. */
    private static String reason(String log) {
        List<String> lines = log.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(FIGURES))
                .map(String::strip)
                .toList();
        return lines.isEmpty()
                ? ""
                : " (" + String.join("; ", lines.subList(Math.max(0, lines.size() - 2), lines.size())) + ")";
    }

    /** The errno the call left. */
    public int errno() {
        return errno;
    }

    /** The last lines of what the kernel itself said about it; empty where it said nothing. */
    public String log() {
        return log;
    }

    /** Whether a privilege is missing, rather than anything being wrong. */
    public boolean isPrivilegeMissing() {
        return errno == Errno.EPERM || errno == Errno.EACCES && log.isEmpty();
    }

    /** Whether the network interface is not there (any more). */
    public boolean isDeviceMissing() {
        return errno == Errno.ENODEV || errno == Errno.ENXIO;
    }

    /** Returns the result, or throws where it is negative. Call it on the very call, so that errno is still its own. */
    static int check(String call, int result) {
        if (result < 0) {
            throw new NativeCallException(call, Native.getLastError());
        }
        return result;
    }
}
