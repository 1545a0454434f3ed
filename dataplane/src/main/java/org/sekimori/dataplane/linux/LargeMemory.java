package org.sekimori.dataplane.linux;

import java.lang.ref.Cleaner;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Memory for look-ups all over it: zeroed, aligned to huge pages and marked for them (madvise(2) MADV_HUGEPAGE), so that a
 * look-up seldom waits for an address translation. Nothing is taken from the machine before it is touched. Where the
 * kernel gives no such memory, ordinary memory does.
 */
public final class LargeMemory {
    private static final int HUGE_PAGE = 2 * 1024 * 1024;
    private static final int CACHE_LINE = 64;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
    private static final int NO_FILE = -1;
    private static final int MADV_HUGEPAGE = 14;
    private static final long FAILED = -1;
    private static final Cleaner CLEANER = Cleaner.create();

    private LargeMemory() {}

    /** That many zeroed bytes, which are given back once the buffer is unreachable. */
    public static UnsafeBuffer allocate(int lengthBytes) {
        long mappedBytes = (long) BitUtil.align(lengthBytes, CACHE_LINE) + HUGE_PAGE;
        long mapping = LibC.mmap(0, mappedBytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, NO_FILE, 0);
        if (mapping == FAILED) {
            return new UnsafeBuffer(BufferUtil.allocateDirectAligned(lengthBytes, CACHE_LINE));
        }
        long address = BitUtil.align(mapping, HUGE_PAGE);
        // a kernel without huge pages refuses, and serves ordinary ones
        LibC.madvise(address, lengthBytes, MADV_HUGEPAGE);
        UnsafeBuffer memory = new UnsafeBuffer(address, lengthBytes);
        CLEANER.register(memory, () -> LibC.munmap(mapping, mappedBytes));
        return memory;
    }
}
