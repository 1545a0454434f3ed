package org.sekimori.bench.hostile;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A connection that sends any bytes, well formed or not. */
final class Wire implements Closeable {
    private final SocketChannel channel;

    private Wire(SocketChannel channel) {
        this.channel = channel;
    }

    static Wire to(SocketAddress address) throws IOException {
        return new Wire(SocketChannel.open(address));
    }

    static Wire to(Path socket) throws IOException {
        return to(UnixDomainSocketAddress.of(socket));
    }

    Wire send(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
        return this;
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A request line and headers; {@code more} are whole lines. */
    Wire ask(String method, String path, String more) throws IOException {
        return send(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n");
    }

    /** What comes first, of so many bytes at most; empty where the other side has closed. */
    String first(int bytes) throws IOException {
        ByteBuffer some = ByteBuffer.allocate(bytes);
        int count = channel.read(some);
        return count <= 0 ? "" : new String(some.array(), 0, count, StandardCharsets.ISO_8859_1);
    }

    /** The status of an answer, or that there was none. */
    String status() throws IOException {
        String head = first(4096);
        return head.startsWith("HTTP/1.1 ") ? head.substring(9, 12) : "closed";
    }

    /** Whether the other side still takes bytes. */
    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
