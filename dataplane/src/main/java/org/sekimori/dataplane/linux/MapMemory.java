package org.sekimori.dataplane.linux;

import com.sun.jna.Native;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The values of an array map, mapped: programs and this process read and write the same bytes, without a call. Whoever maps
 * it agrees with the programs on what lies where.
 */
public final class MapMemory implements AutoCloseable {
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;
    private static final long MAP_FAILED = -1;

    private final long address;
    private final long lengthBytes;
    private final UnsafeBuffer values;

    /**
     * Maps an array.
     *
     * @param map made by a plan that is mappable; its owner may close it before this
     * @param valueBytes of all its values
     * @throws NativeCallException where the kernel gives no such mapping
     */
    public MapMemory(EbpfMap map, int valueBytes) {
        int pageBytes = UnsafeApi.pageSize();
        lengthBytes = (valueBytes + pageBytes - 1L) / pageBytes * pageBytes;
        address = LibC.mmap(0, lengthBytes, PROT_READ_WRITE, MAP_SHARED, map.fd(), 0);
        if (address == MAP_FAILED) {
            throw new NativeCallException("mmap of a map", Native.getLastError());
        }
        values = new UnsafeBuffer(address, valueBytes);
    }

    /** The values; not to be touched after {@link #close}. */
    public UnsafeBuffer values() {
        return values;
    }

    /** Unmaps them. */
    @Override
    public void close() {
        LibC.munmap(address, lengthBytes);
    }
}
