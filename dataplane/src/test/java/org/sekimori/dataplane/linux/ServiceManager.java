package org.sekimori.dataplane.linux;

import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Listens as a service manager does: a real datagram socket of that name. */
public final class ServiceManager implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int LENGTH = 4096;

    private final Socket socket = Socket.open("AF_UNIX", AF_UNIX, Socket.SOCK_DGRAM);
    private final UnsafeBuffer datagram = NativeMemory.struct(LENGTH);

    private ServiceManager() {}

    /** At that name, as {@code NOTIFY_SOCKET} has it. */
    public static ServiceManager at(String name) {
        ServiceManager made = new ServiceManager();
        byte[] path = name.replaceFirst("^@", "\0").getBytes(StandardCharsets.UTF_8);
        int end = path[0] == 0 ? 0 : 1;
        UnsafeBuffer address = NativeMemory.struct(Short.BYTES + path.length + end);
        address.putShort(0, (short) AF_UNIX);
        address.putBytes(Short.BYTES, path);
        int result = LibC.bind(made.socket.fd(), address.addressOffset(), address.capacity());
        Reference.reachabilityFence(address);
        NativeCallException.check("bind AF_UNIX", result);
        return made;
    }

    /** Everything that has come since the last call, a datagram each. */
    public List<String> received() {
        List<String> all = new ArrayList<>();
        long length = receive();
        while (length >= 0) {
            byte[] bytes = new byte[(int) length];
            datagram.getBytes(0, bytes);
            all.add(new String(bytes, StandardCharsets.UTF_8));
            length = receive();
        }
        return all;
    }

    private long receive() {
        return LibC.recvfrom(socket.fd(), datagram.addressOffset(), LENGTH, Socket.MSG_DONTWAIT, 0, 0);
    }

    @Override
    public void close() {
        socket.close();
    }
}
