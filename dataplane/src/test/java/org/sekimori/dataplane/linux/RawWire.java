package org.sekimori.dataplane.linux;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** Puts frames on an interface just as they are, by a plain packet socket: the far host's hand in inline tests. */
public final class RawWire implements AutoCloseable {
    private static final int SOCKADDR_LL_LENGTH = 20;

    private final Socket socket;
    private final UnsafeBuffer memory = NativeMemory.struct(70_000);

    private RawWire(Socket socket) {
        this.socket = socket;
    }

    /** Opens the interface, which must be in the calling thread's namespace. */
    public static RawWire open(String interfaceName) {
        try (NetworkDevice device = NetworkDevice.named(interfaceName)) {
            Socket socket = Socket.open("AF_PACKET", Socket.AF_PACKET, Socket.SOCK_RAW);
            UnsafeBuffer address = NativeMemory.struct(SOCKADDR_LL_LENGTH);
            address.putShort(0, (short) Socket.AF_PACKET);
            address.putShort(2, (short) 0, ByteOrder.BIG_ENDIAN);
            address.putInt(4, device.index());
            NativeCallException.check("bind", LibC.bind(socket.fd(), address.addressOffset(), SOCKADDR_LL_LENGTH));
            return new RawWire(socket);
        }
    }

    /** Sends one frame; waits where the kernel is short of room. */
    public void send(byte[] frame) {
        memory.putBytes(0, frame);
        long sent = LibC.sendto(socket.fd(), memory.addressOffset(), frame.length, 0, 0, 0);
        NativeCallException.check("send " + frame.length + " bytes", (int) sent);
    }

    @Override
    public void close() {
        socket.close();
    }
}
