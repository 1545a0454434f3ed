package org.sekimori.dataplane.linux;

import org.agrona.concurrent.UnsafeBuffer;

/** Sleeps until one of a few descriptors is readable, poll(2). Belongs to one thread; allocates nothing. */
public final class DescriptorPoll {
    private static final int POLLFD_LENGTH = 8;
    private static final int POLLFD_EVENTS = 4;
    private static final short POLLIN = 1;

    private final UnsafeBuffer descriptors;
    private final int count;

    /** Will watch these. */
    public DescriptorPoll(int... watched) {
        count = watched.length;
        descriptors = NativeMemory.struct(Math.max(1, count) * POLLFD_LENGTH);
        for (int i = 0; i < count; i++) {
            descriptors.putInt(i * POLLFD_LENGTH, watched[i]);
            descriptors.putShort(i * POLLFD_LENGTH + POLLFD_EVENTS, POLLIN);
        }
    }

    /** Returns true as soon as one is readable or in error, false after the time-out. */
    public boolean await(int timeoutMs) {
        return LibC.poll(descriptors.addressOffset(), count, timeoutMs) > 0;
    }
}
