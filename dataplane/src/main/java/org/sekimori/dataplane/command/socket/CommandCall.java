package org.sekimori.dataplane.command.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One question and its answer, with an end to waiting. One thread's own. */
final class CommandCall implements AutoCloseable {
    private static final int END = -1;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final Duration patience;
    private final long deadlineNs;

    /** Over that channel, which it closes; it doesn't block. */
    CommandCall(SocketChannel channel, Duration patience) throws IOException {
        this.channel = channel;
        this.patience = patience;
        deadlineNs = System.nanoTime() + patience.toNanos();
        try {
            selector = Selector.open();
        } catch (IOException problem) {
            channel.close();
            throw problem;
        }
        key = channel.register(selector, SelectionKey.OP_WRITE);
    }

    /** Sends all of it; a box that says no before the end of it is heard by {@link #answer}. */
    void send(ByteBuffer... parts) throws IOException {
        key.interestOps(SelectionKey.OP_WRITE);
        for (ByteBuffer part : parts) {
            while (part.hasRemaining()) {
                if (!write(part)) {
                    return;
                }
                await();
            }
        }
    }

    private boolean write(ByteBuffer part) {
        try {
            channel.write(part);
            return true;
        } catch (IOException hungUp) {
            return false;
        }
    }

    /** The answer's line. */
    String answer() throws IOException {
        key.interestOps(SelectionKey.OP_READ);
        ByteBuffer line = ByteBuffer.allocate(CommandDescriptor.MAX_ANSWER_LINE);
        while (!isWhole(line)) {
            await();
            if (channel.read(line) == END) {
                throw new IOException("it hung up without an answer");
            }
            if (!line.hasRemaining() && !isWhole(line)) {
                throw new IOException("its answer is too long");
            }
        }
        return new String(line.array(), 0, line.position() - 1, StandardCharsets.US_ASCII);
    }

    private static boolean isWhole(ByteBuffer line) {
        return line.position() > 0 && line.get(line.position() - 1) == '\n';
    }

    private void await() throws IOException {
        while (true) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            if (leftMs <= 0) {
                throw new IOException("no answer within " + patience.toSeconds() + " s");
            }
            if (selector.select(leftMs) > 0) {
                selector.selectedKeys().clear();
                return;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted");
            }
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
