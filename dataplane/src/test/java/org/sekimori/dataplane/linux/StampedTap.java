package org.sekimori.dataplane.linux;

import com.sun.jna.Native;
import org.agrona.concurrent.UnsafeBuffer;

/** Sees frames come in at an interface, and when, by the kernel's own stamps: a measure outside the box. */
public final class StampedTap implements AutoCloseable {
    /** Nothing came in. */
    public static final long NOTHING = -1;

    private static final int ETH_P_ALL = 3;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int SIOCGSTAMPNS = 0x8907;
    private static final int TIMESPEC_LENGTH = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Socket socket;
    private final UnsafeBuffer memory = NativeMemory.struct(4096);
    private final UnsafeBuffer time = NativeMemory.struct(TIMESPEC_LENGTH);

    private StampedTap(Socket socket) {
        this.socket = socket;
    }

    /** Looks on at the interface, which must be in the calling thread's namespace. */
    public static StampedTap open(String interfaceName) {
        try (NetworkDevice device = NetworkDevice.named(interfaceName)) {
            StampedTap tap = new StampedTap(Socket.open("AF_PACKET", Socket.AF_PACKET, Socket.SOCK_RAW));
            tap.socket.option("PACKET_IGNORE_OUTGOING", ReceiveSocket.SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
            // the first question has the kernel stamp from now on
            tap.socket.ioctl(SIOCGSTAMPNS, tap.time);
            tap.socket.bindPacket(device.index(), ETH_P_ALL);
            return tap;
        }
    }

    /** When the next frame came in, nanoseconds since 1970; {@link #NOTHING} without waiting. */
    public long next() {
        long received =
                LibC.recvfrom(socket.fd(), memory.addressOffset(), memory.capacity(), Socket.MSG_DONTWAIT, 0, 0);
        if (received < 0) {
            NativeCallException.check("recvfrom", Native.getLastError() == Errno.EAGAIN ? 0 : -1);
            return NOTHING;
        }
        NativeCallException.check("ioctl SIOCGSTAMPNS", -socket.ioctl(SIOCGSTAMPNS, time));
        return time.getLong(0) * NANOS_PER_SECOND + time.getLong(Long.BYTES);
    }

    @Override
    public void close() {
        socket.close();
    }
}
