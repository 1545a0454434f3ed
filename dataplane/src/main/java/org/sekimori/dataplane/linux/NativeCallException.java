package org.sekimori.dataplane.linux;

import com.sun.jna.Native;

/** A kernel call failed where it should not; names the call and the errno. Never thrown per frame. */
public final class NativeCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    NativeCallException(String call, int errno) {
        super(call + ": " + Errno.describe(errno));
        this.errno = errno;
    }

    /** The errno the call left. */
    public int errno() {
        return errno;
    }

    /** Whether a privilege is missing, rather than anything being wrong. */
    public boolean isPrivilegeMissing() {
        return errno == Errno.EPERM || errno == Errno.EACCES;
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
