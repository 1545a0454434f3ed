package org.sekimori.control.http.server;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;

/**
 * Bounds what TLS handshakes cost: how many go on at once and how often, in all and for each address, and that their reckoning
 * is done by a thread of its own, so that connections that are set up already don't wait for it. Any thread may ask.
 */
final class HandshakeGate implements AutoCloseable {
    private static final int MOST = 64;
    private static final int MOST_PER_ADDRESS = 16;

    private final ConnectionGate underWay = new ConnectionGate(MOST, MOST_PER_ADDRESS);
    private final PeerBuckets rate;
    private final long patienceMs;
    private final ExecutorService reckoning =
            Executors.newSingleThreadExecutor(new DefaultThreadFactory("http-tls", true));

    HandshakeGate(HttpLimits limits, LongSupplier nanoTime) {
        HttpLimits.Peers peers = limits.peers();
        rate = new PeerBuckets(peers.addresses(), peers.requestsPerSecond(), peers.requestBurst(), nanoTime);
        patienceMs = limits.times().handshake().toMillis();
    }

    /** Lets a connection begin its handshake; the oldest one that goes on may have to end for it. */
    boolean enter(Channel channel, Peer peer) {
        return rate.take(peer.address()) && underWay.enter(channel, peer.key());
    }

    /** The handler of a connection that was let in. */
    SslHandler handler(SslContext context, Channel channel) {
        SslHandler handler = context.newHandler(channel.alloc(), reckoning);
        handler.setHandshakeTimeoutMillis(patienceMs);
        handler.handshakeFuture().addListener(done -> underWay.leave(channel));
        return handler;
    }

    @Override
    public void close() {
        reckoning.shutdownNow();
    }
}
