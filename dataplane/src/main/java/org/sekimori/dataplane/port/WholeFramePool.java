package org.sekimori.dataplane.port;

import java.util.concurrent.atomic.AtomicLong;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Buffers for super-frames, handed out and given back in the same order. {@link #claim} belongs to the capture agent,
 * {@link #release} to egress.
 */
final class WholeFramePool {
    /** Bytes kept free before a frame's virtio header, so that a stripped tag can be put back in place. */
    static final int HEADROOM_BYTES = 64;

    /** Few, so that a super-frame is sent from the cache it was received into. */
    private static final int COUNT = 8;
    /** A GSO frame of 64 KiB of IP, its Ethernet header, tags, and the virtio header. */
    private static final int ROOM_BYTES = 66 * 1024;

    private static final int BUFFER_BYTES = HEADROOM_BYTES + ROOM_BYTES;
    private static final int ALIGNMENT = 4096;

    private final UnsafeBuffer memory;
    private final AtomicLong released = new AtomicLong();
    private long claimed;

    WholeFramePool() {
        memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned(COUNT * BUFFER_BYTES, ALIGNMENT));
    }

    /** Whether {@link #claim} would succeed. */
    boolean hasRoom() {
        return claimed - released.getAcquire() < COUNT;
    }

    /** Address of the next free buffer, past its headroom. Only after {@link #hasRoom}. */
    long address() {
        return memory.addressOffset() + (claimed % COUNT) * BUFFER_BYTES + HEADROOM_BYTES;
    }

    /** Bytes a buffer holds past its headroom. */
    int roomBytes() {
        return ROOM_BYTES;
    }

    /** Takes the buffer at {@link #address}. */
    void claim() {
        claimed++;
    }

    /** Gives the oldest claimed buffer back. */
    void release() {
        released.setRelease(released.getPlain() + 1);
    }
}
