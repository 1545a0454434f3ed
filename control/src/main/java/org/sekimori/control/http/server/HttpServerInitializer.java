package org.sekimori.control.http.server;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Predicate;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.sekimori.control.http.listen.ServerCertificate;

/** Lets a connection in, or not, and lays its pipeline. One for each kind of listener. */
final class HttpServerInitializer extends ChannelInitializer<Channel> {
    private final ServerParts parts;
    private final Entrance entrance;

    private HttpServerInitializer(ServerParts parts, Entrance entrance) {
        this.parts = parts;
        this.entrance = entrance;
    }

    /** Decides on a connection. */
    private interface Entrance {
        /** Lets it in, with the handlers that come before all others; or closes it. */
        void decide(Channel channel, HttpServerInitializer then);
    }

    /** For the Unix socket. */
    static HttpServerInitializer local(ServerParts parts, LocalGates gates) {
        return new HttpServerInitializer(parts, (channel, then) -> {
            UnixDomainPrincipal user =
                    channel.config().getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED));
            Peer peer = Peer.user(user.user().getName(), gates.isOwn(user.user()));
            then.admit(channel, peer, gates.of(peer.origin()));
        });
    }

    /**
     * For TCP on loopback.
     *
     * @param served which addresses of this machine a connection may have reached
     */
    static HttpServerInitializer plain(ServerParts parts, ConnectionGate gate, Predicate<InetAddress> served) {
        return new HttpServerInitializer(parts, (channel, then) -> {
            Peer peer = remote(channel, false);
            if (served.test(peer.served())) {
                then.admit(channel, peer, gate);
            } else {
                channel.close();
            }
        });
    }

    /** For TCP elsewhere; {@code served} as above. */
    static HttpServerInitializer tls(
            ServerParts parts,
            ConnectionGate gate,
            ServerCertificate certificate,
            HandshakeGate handshakes,
            Predicate<InetAddress> served) {
        return new HttpServerInitializer(parts, (channel, then) -> {
            Peer peer = remote(channel, true);
            if (served.test(peer.served()) && handshakes.enter(channel, peer)) {
                channel.pipeline()
                        .addLast(handshakes.handler(certificate.current().context(), channel));
                then.admit(channel, peer, gate);
            } else {
                channel.close();
            }
        });
    }

    private static Peer remote(Channel channel, boolean tls) {
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        InetSocketAddress local = (InetSocketAddress) channel.localAddress();
        return Peer.remote(remote.getAddress(), local.getAddress(), tls);
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.config().setAutoRead(false);
        entrance.decide(channel, this);
    }

    private void admit(Channel channel, Peer peer, ConnectionGate gate) {
        if (!gate.enter(channel, peer.key())) {
            channel.close();
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(new HttpServerCodec(decoding()));
        pipeline.addLast(new HttpServerHandler(parts, peer, gate));
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
