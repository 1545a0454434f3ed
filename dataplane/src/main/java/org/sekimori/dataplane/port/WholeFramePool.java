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

    private static final int ALIGNMENT = 4096;

    private final UnsafeBuffer memory;
    private final int bufferBytes;
    private final int count;
    private final AtomicLong released = new AtomicLong();
    private long claimed;

    /** So many buffers, each with room for a frame and its virtio header of that length. */
    WholeFramePool(int count, int roomBytes) {
        this.count = count;
        this.bufferBytes = HEADROOM_BYTES + roomBytes;
        this.memory = new UnsafeBuffer(BufferUtil.allocateDirectAligned(count * bufferBytes, ALIGNMENT));
    }

    /** Whether {@link #claim} would succeed. */
    boolean hasRoom() {
        return claimed - released.getAcquire() < count;
    }

    /** Address of the next free buffer, past its headroom. Only after {@link #hasRoom}. */
    long address() {
        return memory.addressOffset() + (claimed % count) * bufferBytes + HEADROOM_BYTES;
    }

    /** Bytes a buffer holds past its headroom. */
    int roomBytes() {
        return bufferBytes - HEADROOM_BYTES;
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
