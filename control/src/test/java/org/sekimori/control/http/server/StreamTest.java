package org.sekimori.control.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sekimori.control.client.ApiClient;
import org.sekimori.control.http.EventSink;

/** Streams: what arrives, and when they end. */
final class StreamTest {
    private static final HttpLimits.Peers MANY = new HttpLimits.Peers(64, 256, 64, 10_000, 10_000, 10_000, 10_000, 64);
    private static final HttpLimits PATIENT = HttpLimits.DEFAULTS.with(MANY);

    private static RawClient open(TestServer server, String path) {
        return server.connect()
                .send("GET " + path + " HTTP/1.1\r\nHost: " + server.host() + "\r\nAuthorization: Bearer "
                        + server.token() + "\r\n\r\n");
    }

    private static EventSink taken(TestServer server) throws InterruptedException {
        return server.streams.poll(RawClient.PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    private static void awaitEnd(EventSink sink) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        sink.onClose(ended::countDown);
        assertThat(ended.await(RawClient.PATIENCE_MS, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(sink.isOpen()).isFalse();
        assertThat(sink.send("late", "nobody listens")).isFalse();
    }

    @Test
    void shouldSendEventsAndEndInGoodOrder() throws InterruptedException {
        try (TestServer server = TestServer.start(PATIENT);
                RawClient client = open(server, "/api/v1/stream")) {
            EventSink sink = taken(server);

            sink.send("drop", "one\ntwo");
            sink.close();

            assertThat(client.rest())
                    .contains("content-type: text/event-stream", "transfer-encoding: chunked")
                    .contains("event: drop\ndata: one\ndata: two\n\n")
                    .endsWith("0\r\n\r\n");
            awaitEnd(sink);
        }
    }

    @Test
    void shouldNotLetAnEventsTypeBeginALineOfItsOwn() throws InterruptedException {
        try (TestServer server = TestServer.start(PATIENT);
                RawClient client = open(server, "/api/v1/stream")) {
            EventSink sink = taken(server);

            sink.send("a\rid: 7\ndata: x", "b\rc");
            sink.close();

            assertThat(client.rest()).contains("event: a id: 7 data: x\ndata: b\ndata: c\n\n");
        }
    }

    @Test
    void shouldNoticeThatTheClientIsGone() throws InterruptedException {
        try (TestServer server = TestServer.start(PATIENT);
                RawClient client = open(server, "/api/v1/stream")) {
            EventSink sink = taken(server);

            client.close();

            awaitEnd(sink);
        }
    }

    @Test
    void shouldCutOffAClientThatLetsTooMuchPileUp() throws InterruptedException {
        try (TestServer server = TestServer.start(PATIENT);
                RawClient client = open(server, "/api/v1/stream")) {
            EventSink sink = taken(server);
            String event = "x".repeat(10_000);
            int sent = 0;
            while (sink.send("drop", event) && sent < 100_000) {
                sent++;
            }

            assertThat(sent).isLessThan(100_000);
            awaitEnd(sink);
            client.close();
        }
    }

    @Tag("long")
    @Test
    void shouldCutOffAClientThatTakesNothing() throws InterruptedException {
        HttpLimits restless = PATIENT.with(new HttpLimits.Work(2, 8, 8, 64 << 20, Duration.ofMillis(200)));
        try (TestServer server = TestServer.start(restless);
                RawClient client = open(server, "/api/v1/stream")) {
            EventSink sink = taken(server);

            sink.send("drop", "x".repeat(32 << 20));

            awaitEnd(sink);
            client.close();
        }
    }

    @Test
    void shouldLimitStreams() throws InterruptedException {
        HttpLimits few = PATIENT.with(new HttpLimits.Work(2, 8, 1, 64 << 10, Duration.ofSeconds(15)));
        try (TestServer server = TestServer.start(few);
                RawClient first = open(server, "/api/v1/stream")) {
            EventSink sink = taken(server);
            try (RawClient second = open(server, "/api/v1/stream")) {
                assertThat(second.answer().status()).isEqualTo(503);
            }

            first.close();
            awaitEnd(sink);
            Wait.until(() -> server.openConnections() == 0);
            try (RawClient third = open(server, "/api/v1/stream")) {
                assertThat(taken(server).isOpen()).isTrue();
                third.close();
            }
        }
    }

    @Test
    void shouldEndWhatWasOpenedWithATokenSoonAfterItsRenewal() throws InterruptedException {
        try (TestServer server = TestServer.start(PATIENT);
                RawClient page = server.connect();
                RawClient byCookie = server.connect();
                RawClient byToken = open(server, "/api/v1/stream");
                RawClient download = open(server, "/api/v1/endless");
                RawClient slow = open(server, "/api/v1/slow")) {
            EventSink first = taken(server);
            byCookie.send("GET /api/v1/stream HTTP/1.1\r\nHost: " + server.host() + "\r\nCookie: " + server.login(page)
                    + "\r\n\r\n");
            EventSink second = taken(server);
            Wait.until(() -> server.waiting() == 1 && download.hasAnswer());

            assertThat(new ApiClient(server.socket())
                            .call("POST", "/api/v1/token", new byte[0])
                            .status())
                    .isEqualTo(200);

            awaitEnd(first);
            awaitEnd(second);
            download.rest();
            server.release();
            assertThat(slow.answer().status())
                    .as("an answer that comes too late")
                    .isEqualTo(401);
            byToken.close();
        }
    }

    @Test
    void shouldNotLetOneUserTakeAllStreams() throws InterruptedException {
        HttpLimits few = PATIENT.with(new HttpLimits.Work(2, 8, 2, 64 << 10, Duration.ofSeconds(15)));
        try (TestServer server = TestServer.start(few);
                RawClient first = open(server, "/api/v1/stream");
                RawClient second = open(server, "/api/v1/stream")) {
            EventSink sink = taken(server);
            assertThat(sink.isOpen()).isTrue();
            Wait.until(() -> first.hasAnswer() && second.hasAnswer());
            List<String> events = new ArrayList<>();
            Thread local = new Thread(() -> new ApiClient(server.socket()).stream("/api/v1/stream", events::add));
            local.start();
            EventSink own = taken(server);
            own.send("drop", "one");
            own.close();
            local.join(RawClient.PATIENCE_MS);
            assertThat(events).containsExactly("one");
        }
    }

    @Test
    void shouldEndAStreamSoonAfterLogout() throws InterruptedException {
        HttpLimits restless = PATIENT.with(new HttpLimits.Work(2, 8, 8, 64 << 10, Duration.ofMillis(100)));
        try (TestServer server = TestServer.start(restless);
                RawClient page = server.connect();
                RawClient stream = server.connect()) {
            String host = " HTTP/1.1\r\nHost: " + server.host() + "\r\n";
            String body = "{\"token\":\"" + server.token() + "\"}";
            String setCookie = page.send(
                            "POST /api/v1/login" + host + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                    .answer()
                    .header("set-cookie");
            String cookie = "Cookie: " + setCookie.substring(0, setCookie.indexOf(';')) + "\r\n";
            stream.send("GET /api/v1/stream" + host + cookie + "\r\n");
            EventSink sink = taken(server);
            assertThat(sink.send("drop", "seen")).isTrue();

            page.send("POST /api/v1/logout" + host + cookie + "Origin: http://" + server.host()
                    + "\r\nContent-Length: 0\r\n\r\n");

            assertThat(page.answer().status()).isEqualTo(204);
            awaitEnd(sink);
            assertThat(stream.rest()).contains("data: seen");
        }
    }

    @Test
    void shouldSendDownloads() {
        try (TestServer server = TestServer.start(PATIENT);
                RawClient client = open(server, "/api/v1/download")) {
            assertThat(client.rest())
                    .contains("content-type: application/octet-stream")
                    .endsWith("9\r\nall of it\r\n0\r\n\r\n");
        }
    }
}
