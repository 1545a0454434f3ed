package org.sekimori.dataplane.linux;

import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Small zeroed off-heap structs to hand to the kernel, in its own byte order. */
final class NativeMemory {
    private static final int ALIGNMENT = 64;

    private NativeMemory() {}

    /** A struct of that many bytes. Its address stays valid as long as the buffer is reachable. */
    static UnsafeBuffer struct(int lengthBytes) {
        ByteBuffer memory = BufferUtil.allocateDirectAligned(lengthBytes, ALIGNMENT);
        return new UnsafeBuffer(memory);
    }
}
