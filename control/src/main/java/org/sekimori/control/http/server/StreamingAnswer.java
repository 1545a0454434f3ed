package org.sekimori.control.http.server;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.sekimori.control.http.ByteSink;
import org.sekimori.control.http.EventSink;

/**
 * A stream on a connection. Senders only queue; what is queued and not yet taken by the client is counted, and too much of it
 * ends the stream. So does a heartbeat's time in which the client took nothing of what waited.
 */
final class StreamingAnswer implements EventSink, ByteSink {
    /** Media type of server-sent events. */
    static final String EVENTS = "text/event-stream";

    /** How long a stream may outlive the credentials it was opened by. */
    private static final long VALIDITY_MS = 1000;

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Channel channel;
    private final String contentType;
    private final int mostPendingBytes;
    private final AtomicLong pendingBytes = new AtomicLong();
    private final List<Runnable> closeActions = new ArrayList<>();
    private volatile boolean open = true;
    /** Both are the event loop's own. */
    private long takenCount;

    private long takenAtHeartbeat;

    StreamingAnswer(Channel channel, String contentType, int mostPendingBytes) {
        this.channel = channel;
        this.contentType = contentType;
        this.mostPendingBytes = mostPendingBytes;
        channel.closeFuture().addListener(closed -> ended());
    }

    String contentType() {
        return contentType;
    }

    @Override
    public boolean send(String event, String data) {
        StringBuilder text = new StringBuilder(data.length() + 32);
        text.append("event: ").append(event.replaceAll("[\\r\\n]", " ")).append('\n');
        for (String line : data.split("\\r\\n|[\\r\\n]", -1)) {
            text.append("data: ").append(line).append('\n');
        }
        return send(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean send(byte[] bytes) {
        if (!open) {
            return false;
        }
        if (pendingBytes.addAndGet(bytes.length) > mostPendingBytes) {
            cutOff();
            return false;
        }
        channel.eventLoop().execute(() -> write(bytes));
        return true;
    }

    private void write(byte[] bytes) {
        if (bytes.length == 0 || !open) {
            return;
        }
        channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(bytes)))
                .addListener(written -> {
                    takenCount++;
                    pendingBytes.addAndGet(-bytes.length);
                });
    }

    /** Watches the client from now on. Called on the event loop, once the head of the answer is written. */
    void watch(Duration heartbeat, Validity validity) {
        every(heartbeat.toMillis(), () -> beat(validity));
        every(Math.min(VALIDITY_MS, heartbeat.toMillis()), () -> {
            if (open && !validity.isGiven()) {
                cutOff();
            }
        });
    }

    private void every(long milliseconds, Runnable action) {
        Future<?> timer =
                channel.eventLoop().scheduleAtFixedRate(action, milliseconds, milliseconds, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> timer.cancel(false));
    }

    /** Of the credentials a stream was opened by. */
    interface Validity {
        /** Whether they still hold. */
        boolean isGiven();

        /** The stream is in use. */
        void use();
    }

    private void beat(Validity validity) {
        if (!open) {
            channel.close();
            return;
        }
        boolean stuck = pendingBytes.get() > 0 && takenCount == takenAtHeartbeat;
        if (stuck || !validity.isGiven()) {
            cutOff();
            return;
        }
        validity.use();
        takenAtHeartbeat = takenCount;
        if (contentType.equals(EVENTS)) {
            send(COMMENT);
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void onClose(Runnable action) {
        synchronized (closeActions) {
            if (open) {
                closeActions.add(action);
                return;
            }
        }
        action.run();
    }

    /** Ends the stream in good order; the connection goes with it, at the next heartbeat at the latest. */
    @Override
    public void close() {
        channel.eventLoop().execute(() -> {
            if (open) {
                ended();
                channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
            }
        });
    }

    /** Ends the stream at once. */
    void cutOff() {
        ended();
        channel.close();
    }

    private void ended() {
        List<Runnable> actions;
        synchronized (closeActions) {
            if (!open) {
                return;
            }
            open = false;
            actions = List.copyOf(closeActions);
        }
        actions.forEach(Runnable::run);
    }
}
