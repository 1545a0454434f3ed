package org.sekimori.dataplane.linux;

import org.agrona.concurrent.UnsafeBuffer;

/** Sleeps until one of a few descriptors is readable, poll(2). Belongs to one thread; allocates nothing. */
public final class DescriptorPoll {
    private static final int POLLFD_LENGTH = 8;
    private static final int POLLFD_EVENTS = 4;
    private static final int POLLFD_RETURNED = 6;
    private static final short POLLIN = 1;
    private static final short POLLERR = 8;

    private final UnsafeBuffer descriptors;
    private final int count;
    private final UnsafeBuffer error = NativeMemory.struct(Integer.BYTES);
    private final UnsafeBuffer errorLength = NativeMemory.struct(Integer.BYTES);

    /** Will watch these. */
    public DescriptorPoll(int... watched) {
        count = watched.length;
        descriptors = NativeMemory.struct(Math.max(1, count) * POLLFD_LENGTH);
        for (int i = 0; i < count; i++) {
            descriptors.putInt(i * POLLFD_LENGTH, watched[i]);
            descriptors.putShort(i * POLLFD_LENGTH + POLLFD_EVENTS, POLLIN);
        }
    }

    /**
     * Returns true as soon as one is readable or in error, false after the time-out. A socket's error is taken off it, or
     * a port whose interface is down would never let anyone sleep again.
     */
    public boolean await(int timeoutMs) {
        if (LibC.poll(descriptors.addressOffset(), count, timeoutMs) <= 0) {
            return false;
        }
        for (int at = 0; at < count * POLLFD_LENGTH; at += POLLFD_LENGTH) {
            if ((descriptors.getShort(at + POLLFD_RETURNED) & POLLERR) != 0) {
                takeError(descriptors.getInt(at));
            }
        }
        return true;
    }

    private void takeError(int descriptor) {
        errorLength.putInt(0, Integer.BYTES);
        LibC.getsockopt(
                descriptor, Socket.SOL_SOCKET, Socket.SO_ERROR, error.addressOffset(), errorLength.addressOffset());
    }
}
