package org.sekimori.dataplane.linux;

import com.sun.jna.Native;
import org.agrona.concurrent.UnsafeBuffer;

/** A packet socket's ring in this process's memory; the socket lives as long as this does, closed or not. */
final class PacketMapping implements AutoCloseable {
    /** No ring. */
    static final PacketMapping NONE = new PacketMapping(0, 0);

    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED_POPULATE = 0x8001;
    private static final int MAP_FAILED = -1;

    private final int lengthBytes;
    private long address;

    private PacketMapping(long address, int lengthBytes) {
        this.address = address;
        this.lengthBytes = lengthBytes;
    }

    /** Maps the one ring that the socket has, of that shape. */
    static PacketMapping of(Socket socket, RingGeometry geometry) {
        int lengthBytes = geometry.ringBytes();
        long result = LibC.mmap(0, lengthBytes, PROT_READ_WRITE, MAP_SHARED_POPULATE, socket.fd(), 0);
        if (result == MAP_FAILED) {
            throw new NativeCallException("mmap packet ring", Native.getLastError());
        }
        return new PacketMapping(result, lengthBytes);
    }

    /** Not to be touched after {@link #close}. */
    UnsafeBuffer buffer() {
        return new UnsafeBuffer(address, lengthBytes);
    }

    @Override
    public void close() {
        if (address != 0) {
            LibC.munmap(address, lengthBytes);
            address = 0;
        }
    }
}
