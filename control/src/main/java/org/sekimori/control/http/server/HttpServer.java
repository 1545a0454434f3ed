package org.sekimori.control.http.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.http.Router;
import org.sekimori.control.http.listen.ListenAddress;
import org.sekimori.control.http.listen.ListenException;
import org.sekimori.control.http.listen.ServerCertificate;
import org.sekimori.control.http.listen.SubjectNames;
import org.sekimori.control.http.listen.TlsIdentity;
import org.sekimori.control.http.listen.UnixSocketFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP/1.1 on a Unix socket, whose users the kernel names, and on TCP, where the token is always wanted and everything but
 * loopback is encrypted.
 */
public final class HttpServer implements AutoCloseable {
    /**
     * One for TCP, and one for the Unix socket: connections are then set up in the order they were accepted. With two, one
     * that was accepted later could count as older, and make room for another before it had said a word.
     */
    private static final int LOOPS = 1;

    private static final long QUIET_MS = 0;
    private static final long PATIENCE_MS = 2000;
    /** Of large answers that are being written. */
    private static final long SLOW_READERS_BYTES = 16 << 20;

    /** Of all local places, what one user gets; root and control's user have as many besides. */
    private static final int USERS_SHARE = 4;

    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

    private final EventLoopGroup loops = loops("http");
    private final EventLoopGroup localLoops = loops("http-local");
    private final List<TcpListener> listeners = new ArrayList<>();
    private final HttpOptions options;
    private final Consumer<String> log;
    private final ServerParts parts;
    private final Optional<ServerCertificate> certificate;
    private final ConnectionGate tcpGate;
    private final HandshakeGate handshakes;
    private final LocalGates gates;
    private UnixSocketFile socketFile;
    private Channel localChannel;
    private volatile String localProblem = "";

    private HttpServer(HttpOptions options, Router router, Credentials credentials, Consumer<String> log) {
        this.options = options;
        this.log = log;
        HttpLimits limits = options.limits();
        RequestGuard guard =
                new RequestGuard(credentials, new ServedNames(options.names()), limits.peers(), System::nanoTime);
        tcpGate =
                new ConnectionGate(limits.peers().connections(), limits.peers().connectionsPerAddress());
        handshakes = new HandshakeGate(limits, System::nanoTime);
        int perUser = Math.max(1, limits.peers().localConnections() / USERS_SHARE);
        gates = new LocalGates(
                new ConnectionGate(2 * perUser, perUser),
                new ConnectionGate(limits.peers().localConnections(), perUser));
        certificate = options.listeners().stream().allMatch(ListenAddress::isLoopback)
                ? Optional.empty()
                : Optional.of(ServerCertificate.open(
                        options.tls(), SubjectNames.of(options.names(), options.listeners()), Clock.systemUTC(), log));
        boolean strictTransport =
                certificate.isPresent() && !certificate.get().current().selfSigned();
        parts = new ServerParts(
                ServerRoutes.around(router, credentials, guard),
                guard,
                new Workers(limits.work(), guard),
                BodyBudget.each(limits.sizes().allBodiesBytes()),
                BodyBudget.each(SLOW_READERS_BYTES),
                new Responses(strictTransport),
                limits);
    }

    private static EventLoopGroup loops(String name) {
        return new MultiThreadIoEventLoopGroup(LOOPS, new DefaultThreadFactory(name, true), NioIoHandler.newFactory());
    }

    /** Starts to serve; what changes later goes to the log. */
    public static HttpServer start(HttpOptions options, Router router, Credentials credentials) {
        return start(options, router, credentials, LOG::warn);
    }

    /**
     * Starts to serve.
     *
     * @param log takes a line where something is wrong with a listener or the certificate, and where it is well again
     * @throws ListenException where one of the places can't be had; then none is
     */
    public static HttpServer start(HttpOptions options, Router router, Credentials credentials, Consumer<String> log) {
        HttpServer server = new HttpServer(options, router, credentials, log);
        try {
            server.listenLocally();
            server.listenOnTcp();
            return server;
        } catch (RuntimeException problem) {
            server.close();
            throw problem;
        }
    }

    private void listenLocally() {
        UnixSocketFile file = UnixSocketFile.at(options.socket());
        ChannelFuture bound = new ServerBootstrap()
                .group(localLoops)
                .channel(NioServerDomainSocketChannel.class)
                .childHandler(HttpServerInitializer.local(parts, gates))
                .bind(file.address())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ListenException(
                    "can't listen on " + options.socket() + ": " + bound.cause().getMessage(), bound.cause());
        }
        file.publish();
        socketFile = file;
        localChannel = bound.channel();
    }

    /** Somebody may have removed the socket's file, or its whole folder: then nobody finds the server any more. */
    private void tendLocally() {
        if (socketFile.isInPlace()) {
            return;
        }
        try {
            Channel old = localChannel;
            listenLocally();
            old.close();
            localProblem = "";
            log.accept("the socket's file was gone; listening on " + options.socket() + " again");
        } catch (ListenException problem) {
            if (!problem.getMessage().equals(localProblem)) {
                log.accept("the socket's file is gone: " + problem.getMessage() + "; it is tried again");
            }
            localProblem = problem.getMessage();
        }
    }

    private void listenOnTcp() {
        for (ListenAddress where : options.listeners()) {
            listeners.add(TcpListener.open(
                    loops,
                    where,
                    encrypted -> served -> encrypted
                            ? HttpServerInitializer.tls(parts, tcpGate, certificate.orElseThrow(), handshakes, served)
                            : HttpServerInitializer.plain(parts, tcpGate, served),
                    log));
        }
        listeners.forEach(TcpListener::accept);
    }

    /**
     * Looks after listeners whose files, devices and addresses come and go, and after the certificate. To be called each second or
     * so, by one thread.
     */
    public void tend() {
        tendLocally();
        listeners.forEach(TcpListener::tend);
        certificate.ifPresent(ServerCertificate::look);
    }

    /** Reads the certificate's files again, changed or not. The thread that calls {@link #tend} may. */
    public void reloadCertificate() {
        certificate.ifPresent(ServerCertificate::reload);
    }

    /** Where the server listens now, or why not, and its certificate's fingerprint and end; for people. Any thread may ask. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(localProblem.isEmpty() ? "listening on " + options.socket() : "not listening: " + localProblem);
        listeners.forEach(listener -> lines.add(listener.state().line()));
        certificate.ifPresent(shown -> {
            TlsIdentity identity = shown.current();
            lines.add("TLS certificate" + (identity.selfSigned() ? " (self-signed)" : "") + " SHA-256 fingerprint: "
                    + identity.fingerprint());
            lines.add(shown.warning().orElse("TLS certificate valid until " + identity.validUntil()));
        });
        return lines;
    }

    /** The TCP listeners, each with whether it listens now. Any thread may ask. */
    public Map<String, Boolean> listening() {
        Map<String, Boolean> listening = new LinkedHashMap<>();
        listeners.forEach(listener ->
                listening.put(listener.where().toString(), listener.state().isUp()));
        return listening;
    }

    /** Until when clients take the certificate; empty where there is none. Any thread may ask. */
    public Optional<Instant> certificateEnd() {
        return certificate.map(shown -> shown.current().validUntil());
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
        handshakes.close();
        var ended = loops.shutdownGracefully(QUIET_MS, PATIENCE_MS, TimeUnit.MILLISECONDS);
        localLoops
                .shutdownGracefully(QUIET_MS, PATIENCE_MS, TimeUnit.MILLISECONDS)
                .syncUninterruptibly();
        ended.syncUninterruptibly();
        if (socketFile != null) {
            socketFile.close();
        }
    }
}
