package org.sekimori.control.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.client.ApiClient;
import org.sekimori.control.http.Endpoint;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.Router;
import org.sekimori.control.http.listen.ListenAddress;
import org.sekimori.control.http.listen.TlsOptions;

/** What callers without credentials, and those on the network, leave for others. */
final class StrangersTest {
    private static final HttpLimits.Peers MANY = new HttpLimits.Peers(64, 256, 64, 10_000, 10_000, 10_000, 10_000, 64);

    /** Small ones are bounded by the number of connections. */
    private static final int LARGE = 100_000;

    @TempDir
    Path folder;

    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();

    private HttpServer start(Credentials credentials, HttpLimits limits) {
        Endpoint held = request -> {
            waiting.incrementAndGet();
            released.await();
            return HttpAnswer.noContent();
        };
        Router routes = Router.builder()
                .open("GET", "/open", held)
                .add("PUT", "/held", held)
                .add("GET", "/known", request -> HttpAnswer.noContent())
                .add("PUT", "/known", request -> HttpAnswer.noContent())
                .build();
        HttpOptions options = new HttpOptions(
                folder.resolve("api.sock"),
                List.of(new ListenAddress.OfAddress(TestServer.LOOPBACK, 0)),
                new TlsOptions.SelfSigned(folder.resolve("tls")),
                Set.of(),
                limits);
        return HttpServer.start(options, routes, credentials);
    }

    private static RawClient connect(HttpServer server) {
        return RawClient.connect(server.ports().get(0));
    }

    private static String head(HttpServer server, String line) {
        return line + " HTTP/1.1\r\nHost: localhost:" + server.ports().get(0) + "\r\n";
    }

    @Test
    void shouldAnswerThoseWithATokenWhileStrangersFillTheQueue() {
        Credentials credentials = Credentials.open(folder.resolve("token"));
        String token = credentials.newToken().orElseThrow();
        List<RawClient> strangers = new ArrayList<>();
        try (HttpServer server = start(credentials, HttpLimits.DEFAULTS.with(MANY));
                RawClient known = connect(server)) {
            for (int i = 0; i < 8; i++) {
                strangers.add(connect(server).send(head(server, "GET /open") + "\r\n"));
            }
            Wait.until(() -> waiting.get() > 0);
            known.send(head(server, "GET /known") + "Authorization: Bearer " + token + "\r\n\r\n");
            assertThat(known.answer().status()).isEqualTo(204);
        } finally {
            released.countDown();
            strangers.forEach(RawClient::close);
        }
    }

    @Test
    void shouldLeaveRoomForRootsBodiesWhateverTheNetworkSends() {
        Credentials credentials = Credentials.open(folder.resolve("token"));
        String bearer = "Authorization: Bearer " + credentials.newToken().orElseThrow() + "\r\n";
        HttpLimits tight = HttpLimits.DEFAULTS.with(MANY).with(new HttpLimits.Sizes(LARGE, 100, LARGE, 8192, 4096));
        try (HttpServer server = start(credentials, tight);
                RawClient first = connect(server);
                RawClient second = connect(server)) {
            first.send(
                    head(server, "PUT /held") + bearer + "Content-Length: " + LARGE + "\r\n\r\n" + "x".repeat(LARGE));
            Wait.until(() -> waiting.get() > 0);
            second.send(head(server, "PUT /known") + bearer + "Content-Length: " + LARGE + "\r\n\r\n");
            assertThat(second.answer().status()).isEqualTo(503);
            assertThat(new ApiClient(folder.resolve("api.sock"))
                            .call("PUT", "/known", new byte[LARGE])
                            .status())
                    .isEqualTo(204);
        } finally {
            released.countDown();
        }
    }
}
