package org.sekimori.control.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import jdk.net.ExtendedSocketOptions;

/** A connection to a Unix socket as a stream of bytes in which no wait takes longer than allowed, nor all of them together. */
final class ApiConnection extends InputStream {
    static final String NOTHING_SENT = "; nothing was sent";

    private static final int BUFFER_BYTES = 16 << 10;
    private static final long RETRY_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final long patienceMs;
    private final long endNs;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).flip();

    private ApiConnection(SocketChannel channel, Selector selector, Duration patience, long endNs) throws IOException {
        this.channel = channel;
        this.selector = selector;
        patienceMs = Math.max(1, patience.toMillis());
        this.endNs = endNs;
        key = channel.register(selector, 0);
    }

    /**
     * Connects.
     *
     * @param patience for each wait
     * @param all for everything, from now on
     */
    static ApiConnection open(Path socket, Duration patience, Duration all) throws IOException {
        long endNs = System.nanoTime() + all.toNanos();
        SocketChannel channel = connected(socket, Math.min(endNs, System.nanoTime() + patience.toNanos()));
        Selector selector = Selector.open();
        try {
            return new ApiConnection(channel, selector, patience, endNs);
        } catch (IOException | RuntimeException problem) {
            selector.close();
            channel.close();
            throw problem;
        }
    }

    /** Where the server's queue is full, the kernel would have a blocking socket wait for as long as that lasts. */
    private static SocketChannel connected(Path socket, long untilNs) throws IOException {
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            boolean isConnected = false;
            try {
                channel.configureBlocking(false);
                isConnected = channel.connect(UnixDomainSocketAddress.of(socket));
            } finally {
                if (!isConnected) {
                    channel.close();
                }
            }
            if (isConnected) {
                return checked(channel, socket);
            }
            if (System.nanoTime() - untilNs >= 0) {
                throw new SocketTimeoutException("accepts no connection");
            }
            LockSupport.parkNanos(RETRY_NS);
        }
    }

    /**
     * Who may write in the socket's folder can put any other socket in its place, or a link to one that only this caller may
     * use: the kernel tells whose it is that answers.
     */
    private static SocketChannel checked(SocketChannel channel, Path socket) throws IOException {
        UserPrincipal server =
                channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
        Path folder = socket.toAbsolutePath().getParent();
        UserPrincipal owner = Files.getOwner(folder);
        boolean isRoots = Files.getAttribute(folder, "unix:uid").equals(0);
        if (!isRoots && !server.equals(owner)) {
            channel.close();
            throw new IOException("user '" + server.getName() + "' answers, but the folder belongs to '"
                    + owner.getName() + "'" + NOTHING_SENT);
        }
        return channel;
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            if (channel.write(rest) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(into, offset, count);
        return count;
    }

    /** Reads exactly that many bytes. */
    byte[] exactly(int length) throws IOException {
        byte[] bytes = readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer broke off");
        }
        return bytes;
    }

    private boolean fill() throws IOException {
        while (!buffer.hasRemaining()) {
            buffer.clear();
            int count = channel.read(buffer);
            buffer.flip();
            if (count < 0) {
                return false;
            }
            if (count == 0) {
                await(SelectionKey.OP_READ);
            }
        }
        return true;
    }

    private void await(int operation) throws IOException {
        key.interestOps(operation);
        long leftMs = TimeUnit.NANOSECONDS.toMillis(endNs - System.nanoTime());
        if (leftMs <= 0) {
            throw new SocketTimeoutException("the answer takes too long");
        }
        if (selector.select(Math.min(patienceMs, leftMs)) == 0) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted");
            }
            throw new SocketTimeoutException(
                    "no answer within " + (patienceMs < 1000 ? patienceMs + " ms" : patienceMs / 1000 + " s"));
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
