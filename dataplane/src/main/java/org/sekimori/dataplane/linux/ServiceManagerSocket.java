package org.sekimori.dataplane.linux;

import com.sun.jna.Native;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The Unix socket at which a service manager listens for what a service says of itself (sd_notify(3)): a datagram of lines
 * {@code NAME=value}. Belongs to whoever opened it; calls need a lock of the caller's.
 *
 * <pre>
 *   struct sockaddr_un:   0 family, 2   2 path, 108; one that begins with 0 is an abstract name (unix(7))
 * </pre>
 */
public final class ServiceManagerSocket implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int ADDRESS_PATH = 2;
    private static final int PATH_LENGTH = 108;
    private static final byte ABSTRACT_SIGN = '@';

    private final Socket socket;
    private final UnsafeBuffer address;

    private ServiceManagerSocket(Socket socket, UnsafeBuffer address) {
        this.socket = socket;
        this.address = address;
    }

    /**
     * Opens a socket to send to that one.
     *
     * @param name as {@code NOTIFY_SOCKET} has it: a path from the root, or {@code @} and an abstract name
     * @return nothing where the name is of another kind, or too long
     */
    public static Optional<ServiceManagerSocket> to(String name) {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = name.startsWith("@");
        // a path ends with a zero
        if (!isAbstract && !name.startsWith("/") || path.length > PATH_LENGTH - (isAbstract ? 0 : 1)) {
            return Optional.empty();
        }
        if (path[0] == ABSTRACT_SIGN) {
            path[0] = 0;
        }
        UnsafeBuffer address = NativeMemory.struct(ADDRESS_PATH + path.length + (isAbstract ? 0 : 1));
        address.putShort(0, (short) AF_UNIX);
        address.putBytes(ADDRESS_PATH, path);
        return Optional.of(new ServiceManagerSocket(Socket.open("AF_UNIX", AF_UNIX, Socket.SOCK_DGRAM), address));
    }

    /**
     * Sends these lines, without waiting.
     *
     * @return false where the receiver has no room now, so that it is to be tried again
     * @throws NativeCallException where nobody listens there
     */
    public boolean send(String lines) {
        byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
        UnsafeBuffer datagram = NativeMemory.struct(bytes.length);
        datagram.putBytes(0, bytes);
        long sent = LibC.sendto(
                socket.fd(),
                datagram.addressOffset(),
                bytes.length,
                Socket.MSG_DONTWAIT,
                address.addressOffset(),
                address.capacity());
        int errno = sent < 0 ? Native.getLastError() : 0;
        Reference.reachabilityFence(datagram);
        Reference.reachabilityFence(address);
        if (errno != 0 && errno != Errno.EAGAIN) {
            throw new NativeCallException("sendto the service manager", errno);
        }
        return errno == 0;
    }

    @Override
    public void close() {
        socket.close();
    }
}
