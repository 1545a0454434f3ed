package org.sekimori.control.http.server;

import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The one deadline that a connection has at a time. Belongs to the connection's event loop. */
final class ConnectionClock {
    private final ChannelHandlerContext context;
    private Future<?> deadline;

    ConnectionClock(ChannelHandlerContext context) {
        this.context = context;
    }

    /** Sets the deadline anew, and what happens when it passes. */
    void expect(Duration within, Runnable late) {
        stop();
        deadline = context.executor().schedule(late, within.toNanos(), TimeUnit.NANOSECONDS);
    }

    void stop() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
