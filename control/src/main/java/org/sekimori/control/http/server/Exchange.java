package org.sekimori.control.http.server;

import io.netty.channel.Channel;
import java.util.concurrent.RejectedExecutionException;
import org.sekimori.control.http.HttpAnswer;

/**
 * A request on its way to an answer. Any thread may give the answer; it takes effect on the connection's event loop, unless
 * the time for it is over.
 */
final class Exchange {
    private final Channel channel;
    private final Peer peer;
    private final RequestGuard.Decision decision;
    private final Taker taker;
    private volatile boolean awaited = true;

    /** Takes what the end points give, on the event loop. */
    interface Taker {
        void answer(Exchange exchange, HttpAnswer answer);

        void stream(Exchange exchange, StreamingAnswer stream);
    }

    Exchange(Channel channel, Peer peer, RequestGuard.Decision decision, Taker taker) {
        this.channel = channel;
        this.peer = peer;
        this.decision = decision;
        this.taker = taker;
    }

    Channel channel() {
        return channel;
    }

    Peer peer() {
        return peer;
    }

    RequestGuard.Decision decision() {
        return decision;
    }

    /** Whether the client is still there, and its time isn't over. */
    boolean isAwaited() {
        return awaited;
    }

    /** Nobody waits for the answer any more. */
    void forget() {
        awaited = false;
    }

    void answer(HttpAnswer answer) {
        onLoop(() -> taker.answer(this, answer));
    }

    void stream(StreamingAnswer stream) {
        onLoop(() -> taker.stream(this, stream));
    }

    /** A server that has been closed answers nobody. */
    private void onLoop(Runnable action) {
        try {
            channel.eventLoop().execute(action);
        } catch (RejectedExecutionException closed) {
            awaited = false;
        }
    }
}
