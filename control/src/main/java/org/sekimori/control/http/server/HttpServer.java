package org.sekimori.control.http.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.http.Router;
import org.sekimori.control.http.listen.ListenAddress;
import org.sekimori.control.http.listen.ListenException;
import org.sekimori.control.http.listen.SubjectNames;
import org.sekimori.control.http.listen.TlsIdentity;
import org.sekimori.control.http.listen.UnixSocketFile;

/**
 * HTTP/1.1 on a Unix socket, whose users the kernel names, and on TCP, where the token is always wanted and everything but
 * loopback is encrypted.
 */
public final class HttpServer implements AutoCloseable {
    /**
     * One: connections are then set up in the order they were accepted. With two, one that was accepted later could count as
     * older, and make room for another before it had said a word.
     */
    private static final int LOOPS = 1;

    private static final long QUIET_MS = 0;
    private static final long PATIENCE_MS = 2000;

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(LOOPS, new DefaultThreadFactory("http", true), NioIoHandler.newFactory());
    private final List<TcpListener> listeners = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final HttpOptions options;
    private final ServerParts parts;
    private final Optional<TlsIdentity> tls;
    private final ConnectionGate tcpGate;
    private UnixSocketFile socketFile;

    private HttpServer(HttpOptions options, Router router, Credentials credentials) {
        this.options = options;
        HttpLimits limits = options.limits();
        RequestGuard guard =
                new RequestGuard(credentials, new ServedNames(options.names()), limits.peers(), System::nanoTime);
        tcpGate =
                new ConnectionGate(limits.peers().connections(), limits.peers().connectionsPerAddress());
        tls = identity(options);
        parts = new ServerParts(
                ServerRoutes.around(router, credentials, guard),
                guard,
                new Workers(limits.work()),
                new BodyBudget(limits.sizes().allBodiesBytes()),
                new Responses(tls.isPresent() && !tls.get().selfSigned()),
                limits);
    }

    /**
     * Starts to serve.
     *
     * @throws ListenException where one of the places can't be had; then none is
     */
    public static HttpServer start(HttpOptions options, Router router, Credentials credentials) {
        HttpServer server = new HttpServer(options, router, credentials);
        try {
            server.listenLocally();
            server.listenOnTcp();
            return server;
        } catch (RuntimeException problem) {
            server.close();
            throw problem;
        }
    }

    private static Optional<TlsIdentity> identity(HttpOptions options) {
        return options.listeners().stream().allMatch(ListenAddress::isLoopback)
                ? Optional.empty()
                : Optional.of(TlsIdentity.open(options.tls(), SubjectNames.of(options.names(), options.listeners())));
    }

    private void listenLocally() {
        int most = options.limits().peers().localConnections();
        ConnectionGate gate = new ConnectionGate(most, most);
        socketFile = UnixSocketFile.at(options.socket());
        ChannelFuture bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerDomainSocketChannel.class)
                .childHandler(new HttpServerInitializer(parts, gate, Optional.empty(), any -> true))
                .bind(socketFile.address())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ListenException(
                    "can't listen on " + options.socket() + ": " + bound.cause().getMessage(), bound.cause());
        }
        socketFile.publish();
        lines.add("listening on " + options.socket());
    }

    private void listenOnTcp() {
        for (ListenAddress where : options.listeners()) {
            TcpListener listener = TcpListener.open(loops, where, encrypted -> served -> {
                Optional<SslContext> context = encrypted ? tls.map(TlsIdentity::context) : Optional.empty();
                return new HttpServerInitializer(parts, tcpGate, context, served);
            });
            listeners.add(listener);
            lines.add("listening on " + listener.line());
        }
        listeners.forEach(TcpListener::accept);
        tls.ifPresent(identity -> lines.add("TLS certificate" + (identity.selfSigned() ? " (self-signed)" : "")
                + " SHA-256 fingerprint: " + identity.fingerprint()));
    }

    /** What to show on the console at each start: where the server listens, and its certificate's fingerprint. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** All routes that are answered, the server's own ones as well. */
    public Router router() {
        return parts.router();
    }

    /** The port of each TCP listener, in their order. */
    public List<Integer> ports() {
        return listeners.stream().map(TcpListener::port).toList();
    }

    /** Connections on TCP that are open now. */
    public int connectionCount() {
        return tcpGate.count();
    }

    /** Stops at once: requests under way are not answered. */
    @Override
    public void close() {
        listeners.forEach(TcpListener::close);
        parts.workers().close();
        loops.shutdownGracefully(QUIET_MS, PATIENCE_MS, TimeUnit.MILLISECONDS).syncUninterruptibly();
        if (socketFile != null) {
            socketFile.close();
        }
    }
}
