package org.sekimori.dataplane.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/** The calling thread's network namespace, as files can name it. */
final class NetworkNamespace {
    /** Linux 5.14. */
    private static final int SO_NETNS_COOKIE = 71;

    private static final Path LINK = Path.of("/proc/thread-self/ns/net");

    private NetworkNamespace() {}

    /** Its number; a later namespace can have the same. */
    static String inode() {
        try {
            return Files.readSymbolicLink(LINK).toString().replaceAll("[^0-9]", "");
        } catch (IOException unknown) {
            return "unknown";
        }
    }

    /** What no other namespace has or had since the machine started; before Linux 5.14 nothing tells them apart. */
    static String cookie() {
        UnsafeBuffer value = NativeMemory.struct(Long.BYTES);
        UnsafeBuffer length = NativeMemory.struct(Integer.BYTES);
        length.putInt(0, Long.BYTES);
        try (Socket socket = Socket.open("AF_INET", Socket.AF_INET, Socket.SOCK_DGRAM)) {
            int result = LibC.getsockopt(
                    socket.fd(), Socket.SOL_SOCKET, SO_NETNS_COOKIE, value.addressOffset(), length.addressOffset());
            return result < 0 ? "" : Long.toUnsignedString(value.getLong(0));
        }
    }
}
