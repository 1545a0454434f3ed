package org.sekimori.dataplane.command.socket;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/** Unix sockets, the only ones the box has; who is at the other end is the kernel's word. */
final class CommandSocket {
    private static final String MODE = "rw-rw----";

    private CommandSocket() {}

    /** Listens there, in place of whatever a box that was killed has left; the caller holds the box's lock. */
    static ServerSocketChannel listen(Path socket, Optional<String> owner, int backlog) throws IOException {
        Files.deleteIfExists(socket);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(socket), backlog);
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString(MODE));
            if (owner.isPresent()) {
                give(socket, owner.get());
            }
            server.configureBlocking(false);
            return server;
        } catch (IOException | RuntimeException problem) {
            server.close();
            throw problem;
        }
    }

    private static void give(Path socket, String owner) throws IOException {
        UserPrincipal user =
                socket.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner);
        try {
            Files.setOwner(socket, user);
        } catch (FileSystemException notRoot) {
            // then it is the socket's group that lets the other user in
            return;
        }
    }

    /** Who is at the other end. */
    static String peer(SocketChannel channel) throws IOException {
        return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    }

    static SocketChannel connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            if (!channel.connect(UnixDomainSocketAddress.of(socket))) {
                throw new IOException("busy");
            }
            return channel;
        } catch (IOException | RuntimeException problem) {
            channel.close();
            throw problem;
        }
    }
}
