package org.sekimori.dataplane.linux;

/** A file descriptor that is closed once, and not used after that: its number may be another file's by then. */
final class OwnedDescriptor implements AutoCloseable {
    private static final int CLOSED = -1;

    private final String what;
    private int fd;

    OwnedDescriptor(String what, int fd) {
        this.what = what;
        this.fd = fd;
    }

    int fd() {
        if (fd == CLOSED) {
            throw new IllegalStateException(what + " is closed");
        }
        return fd;
    }

    @Override
    public void close() {
        if (fd != CLOSED) {
            LibC.close(fd);
            fd = CLOSED;
        }
    }
}
