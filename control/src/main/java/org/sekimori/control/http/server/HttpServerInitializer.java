package org.sekimori.control.http.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Predicate;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/** Lets a connection in, or not, and lays its pipeline. One for each kind of listener. */
final class HttpServerInitializer extends ChannelInitializer<Channel> {
    private final ServerParts parts;
    private final ConnectionGate gate;
    private final Optional<SslContext> tls;
    private final Predicate<InetAddress> served;

    /**
     * Prepares.
     *
     * @param served which addresses of this machine a connection may have reached
     */
    HttpServerInitializer(
            ServerParts parts, ConnectionGate gate, Optional<SslContext> tls, Predicate<InetAddress> served) {
        this.parts = parts;
        this.gate = gate;
        this.tls = tls;
        this.served = served;
    }

    @Override
    protected void initChannel(Channel channel) {
        Peer peer = peer(channel);
        if (!served.test(peer.served()) || !gate.enter(channel, peer.address())) {
            channel.close();
            return;
        }
        channel.config().setAutoRead(false);
        ChannelPipeline pipeline = channel.pipeline();
        tls.ifPresent(context -> pipeline.addLast(tlsHandler(context, channel)));
        pipeline.addLast(new HttpServerCodec(decoding()));
        pipeline.addLast(new HttpServerHandler(parts, peer, gate));
    }

    private Peer peer(Channel channel) {
        if (channel.remoteAddress() instanceof InetSocketAddress remote) {
            InetSocketAddress local = (InetSocketAddress) channel.localAddress();
            return Peer.remote(remote.getAddress(), local.getAddress(), tls.isPresent());
        }
        UnixDomainPrincipal user = channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED));
        return Peer.user(user.user().getName());
    }

    private SslHandler tlsHandler(SslContext context, Channel channel) {
        SslHandler handler = context.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(parts.limits().times().handshake().toMillis());
        return handler;
    }

    /** Strict: lines end in CR LF, a length is given once, names and values hold no control characters. */
    private HttpDecoderConfig decoding() {
        HttpLimits.Sizes sizes = parts.limits().sizes();
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(sizes.lineBytes())
                .setMaxHeaderSize(sizes.headerBytes())
                .setStrictLineParsing(true)
                .setUseRfc9112TransferEncoding(true)
                .setAllowDuplicateContentLengths(false)
                .setValidateHeaders(true);
    }
}
