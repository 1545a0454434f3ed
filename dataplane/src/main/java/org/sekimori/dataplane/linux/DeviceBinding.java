package org.sekimori.dataplane.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Ties a listening TCP socket of this process to one network interface ({@code SO_BINDTODEVICE}, socket(7)), so that
 * nothing reaches it by another. Java shows nobody the descriptors of its sockets, so the socket is found by what it
 * listens on: {@code /proc/thread-self/net/tcp*} has its inode, {@code /proc/self/fd} the descriptor. Ordinary users may do
 * this since Linux 5.7.
 */
public final class DeviceBinding {
    private static final int SO_BINDTODEVICE = 25;
    private static final String LISTENING = "0A";
    private static final int COLUMN_LOCAL = 1;
    private static final int COLUMN_STATE = 3;
    private static final int COLUMN_INODE = 9;

    private DeviceBinding() {}

    /**
     * Ties the socket that listens on this port to the interface.
     *
     * @param local what the socket is bound to; sockets on other addresses of the same port are left alone
     * @return false where the socket can't be found
     * @throws NativeCallException where the kernel refuses
     */
    public static boolean tie(InetAddress local, int port, String device) {
        try {
            OptionalInt descriptor = descriptorOf(local, port);
            descriptor.ifPresent(fd -> bind(fd, device));
            return descriptor.isPresent();
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static void bind(int fd, String device) {
        byte[] name = device.getBytes(StandardCharsets.UTF_8);
        UnsafeBuffer struct = NativeMemory.struct(NetworkDevice.MAX_NAME_LENGTH + 1);
        struct.putBytes(0, name, 0, Math.min(name.length, NetworkDevice.MAX_NAME_LENGTH));
        int result = LibC.setsockopt(fd, Socket.SOL_SOCKET, SO_BINDTODEVICE, struct.addressOffset(), struct.capacity());
        NativeCallException.check("setsockopt SO_BINDTODEVICE " + device, result);
    }

    private static OptionalInt descriptorOf(InetAddress local, int port) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (String table : new String[] {"tcp", "tcp6"}) {
                String inode = inodeOf(Path.of("/proc/thread-self/net", table), local, port);
                if (!inode.isEmpty()) {
                    return find(descriptors, "socket:[" + inode + "]");
                }
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt find(DirectoryStream<Path> descriptors, String target) {
        for (Path descriptor : descriptors) {
            try {
                if (Files.readSymbolicLink(descriptor).toString().equals(target)) {
                    return OptionalInt.of(
                            Integer.parseInt(descriptor.getFileName().toString()));
                }
            } catch (IOException goneMeanwhile) {
                // A descriptor that was closed while we looked is not the one.
            }
        }
        return OptionalInt.empty();
    }

    private static String inodeOf(Path table, InetAddress local, int port) throws IOException {
        if (!Files.isReadable(table)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(table)) {
            return lines.map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns.length > COLUMN_INODE && columns[COLUMN_STATE].equals(LISTENING))
                    .filter(columns -> ProcSocketAddress.matches(columns[COLUMN_LOCAL], local, port))
                    .map(columns -> columns[COLUMN_INODE])
                    .findFirst()
                    .orElse("");
        }
    }
}
