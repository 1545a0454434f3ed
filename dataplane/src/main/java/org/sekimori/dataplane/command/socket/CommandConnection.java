package org.sekimori.dataplane.command.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.sekimori.dataplane.command.BoxLink;

/** One caller: a request that comes in, then an answer that goes out, then the end. The server thread's own. */
final class CommandConnection {
    private static final int END = -1;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final CommandReader reader;
    private final BoxLink box;
    private final long deadlineNs;
    private ByteBuffer answer;

    CommandConnection(SocketChannel channel, SelectionKey key, CommandReader reader, BoxLink box, long deadlineNs) {
        this.channel = channel;
        this.key = key;
        this.reader = reader;
        this.box = box;
        this.deadlineNs = deadlineNs;
    }

    /** Goes on as far as it can without waiting; {@code memory} is only used meanwhile. */
    void proceed(ByteBuffer memory) throws IOException {
        if (answer == null) {
            receive(memory);
        }
        if (answer != null) {
            send();
        }
    }

    private void receive(ByteBuffer memory) throws IOException {
        memory.clear();
        int length = channel.read(memory);
        if (length == END) {
            close();
            return;
        }
        memory.flip();
        try {
            if (reader.read(memory)) {
                answer(Answer.to(reader.command(), box));
                reader.close();
            }
        } catch (CommandFormatException wrong) {
            answer(Answer.no(wrong.getMessage()));
        } catch (OutOfMemoryError full) {
            answer(Answer.no("the box has no memory for that image"));
        }
    }

    private void answer(String line) {
        answer = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
        key.interestOps(SelectionKey.OP_WRITE);
    }

    private void send() throws IOException {
        channel.write(answer);
        if (!answer.hasRemaining()) {
            close();
        }
    }

    /** Says why nobody listens, if that can be said at once, and is over. */
    static void turnAway(SocketChannel channel, String reason) throws IOException {
        try (channel) {
            channel.configureBlocking(false);
            channel.write(ByteBuffer.wrap((Answer.no(reason) + "\n").getBytes(StandardCharsets.US_ASCII)));
        }
    }

    boolean isOverdue(long nowNs) {
        return nowNs - deadlineNs >= 0;
    }

    void close() throws IOException {
        reader.close();
        key.cancel();
        channel.close();
    }
}
