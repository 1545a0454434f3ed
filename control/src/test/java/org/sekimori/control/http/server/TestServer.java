package org.sekimori.control.http.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.http.EventSink;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.Router;
import org.sekimori.control.http.listen.ListenAddress;
import org.sekimori.control.http.listen.TlsOptions;

/** A running server on loopback with a few end points that do as little as possible. */
final class TestServer implements AutoCloseable {
    static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** Streams that were opened, for the test to feed. */
    final LinkedBlockingQueue<EventSink> streams = new LinkedBlockingQueue<>();

    private final AtomicInteger waiting = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);
    private final HttpServer server;
    private final String token;
    private final Path folder;

    private TestServer(Path folder, HttpLimits limits, Set<String> names, List<ListenAddress> listeners) {
        this.folder = folder;
        Credentials credentials = Credentials.open(folder.resolve("token"));
        token = credentials.newToken().orElse("");
        HttpOptions options = new HttpOptions(
                folder.resolve("api.sock"), listeners, new TlsOptions.SelfSigned(folder.resolve("tls")), names, limits);
        server = HttpServer.start(options, routes(), credentials);
    }

    static TestServer start(HttpLimits limits) {
        return start(limits, Set.of(), List.of(new ListenAddress.OfAddress(LOOPBACK, 0)));
    }

    static TestServer start(HttpLimits limits, Set<String> names, List<ListenAddress> listeners) {
        try {
            return new TestServer(Files.createTempDirectory("sekimori-http"), limits, names, listeners);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private Router routes() {
        return Router.builder()
                .add(
                        "GET",
                        "/api/v1/who",
                        request -> HttpAnswer.text(200, request.caller().name()))
                .add("PUT", "/api/v1/echo", request -> HttpAnswer.of(200, "application/octet-stream", request.body()))
                .add("GET", "/api/v1/large", request -> HttpAnswer.of(200, "text/plain", new byte[32 << 20]))
                .add("GET", "/api/v1/items/{id}", request -> HttpAnswer.text(200, "" + request.pathNumber("id", 1, 9)))
                .add("GET", "/api/v1/fault", request -> {
                    throw new IllegalStateException("the disk is on fire");
                })
                .add("GET", "/api/v1/slow", request -> {
                    waiting.incrementAndGet();
                    released.await();
                    return HttpAnswer.text(200, "at last");
                })
                .stream("/api/v1/stream", (request, sink) -> streams.add(sink))
                .download("/api/v1/endless", (request, sink) -> sink.send(new byte[1]))
                .download("/api/v1/download", (request, sink) -> {
                    sink.send("all of it".getBytes(StandardCharsets.US_ASCII));
                    sink.close();
                })
                .build();
    }

    /** Logs in, and returns the cookie. */
    String login(RawClient page) {
        String body = "{\"token\":\"" + token + "\"}";
        String setCookie = page.send("POST /api/v1/login HTTP/1.1\r\nHost: " + host() + "\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .answer()
                .header("set-cookie");
        return setCookie.substring(0, setCookie.indexOf(';'));
    }

    /** Lets {@code /api/v1/slow} answer. */
    void release() {
        released.countDown();
    }

    /** End points that wait to be released. */
    int waiting() {
        return waiting.get();
    }

    int openConnections() {
        return server.connectionCount();
    }

    String token() {
        return token;
    }

    int port() {
        return server.ports().get(0);
    }

    String host() {
        return LOOPBACK.getHostAddress() + ":" + port();
    }

    Path socket() {
        return folder.resolve("api.sock");
    }

    Path folder() {
        return folder;
    }

    HttpServer server() {
        return server;
    }

    RawClient connect() {
        return RawClient.connect(port());
    }

    @Override
    public void close() {
        release();
        server.close();
    }
}
