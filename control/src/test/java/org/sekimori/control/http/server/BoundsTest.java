package org.sekimori.control.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What is too large, too slow or too much is cut off in bounded time, and others are served meanwhile. */
final class BoundsTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final HttpLimits.Peers MANY = new HttpLimits.Peers(64, 256, 64, 10_000, 10_000, 10_000, 10_000, 64);
    private static final HttpLimits PATIENT = HttpLimits.DEFAULTS
            .with(MANY)
            .with(new HttpLimits.Times(LONG, LONG, LONG, LONG, LONG, Duration.ofSeconds(2)));

    private static HttpLimits times(Duration request, Duration idle, Duration handling, Duration writing) {
        return PATIENT.with(new HttpLimits.Times(LONG, request, idle, handling, writing, SHORT));
    }

    private static String get(TestServer server, String path, String... headers) {
        return request(server, "GET " + path, headers) + "\r\n";
    }

    private static String request(TestServer server, String line, String... headers) {
        StringBuilder text = new StringBuilder(line)
                .append(" HTTP/1.1\r\nHost: ")
                .append(server.host())
                .append("\r\nAuthorization: Bearer ")
                .append(server.token())
                .append("\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.toString();
    }

    private static int statusOf(TestServer server, String text) {
        try (RawClient client = server.connect()) {
            return client.send(text).answer().status();
        }
    }

    private static void assertServes(TestServer server) {
        assertThat(statusOf(server, get(server, "/api/v1/who"))).isEqualTo(200);
    }

    @Test
    void shouldRefuseWhatIsTooLarge() {
        try (TestServer server = TestServer.start(PATIENT)) {
            assertThat(statusOf(server, get(server, "/" + "a".repeat(5000)))).isEqualTo(414);
            assertThat(statusOf(server, get(server, "/api/v1/who", "X: " + "a".repeat(9000))))
                    .isEqualTo(431);
            assertThat(statusOf(server, get(server, "/api/v1/who", "X: y\r\n".repeat(3000) + "X: y")))
                    .isEqualTo(431);
            assertThat(statusOf(server, request(server, "PUT /api/v1/echo", "Content-Length: 33554433") + "\r\n"))
                    .isEqualTo(413);
            assertThat(statusOf(server, request(server, "PUT /api/v1/echo", "Content-Length: 99999999999999") + "\r\n"))
                    .isEqualTo(413);
            assertThat(statusOf(
                            server,
                            "POST /api/v1/login HTTP/1.1\r\nHost: " + server.host()
                                    + "\r\nContent-Length: 4097\r\n\r\n"))
                    .isEqualTo(413);
            assertThat(statusOf(server, get(server, "/api/v1/who?" + "a=b&".repeat(40))))
                    .isEqualTo(400);
            assertServes(server);
        }
    }

    @Test
    void shouldTakeABodyOfTheGreatestLength() {
        try (TestServer server = TestServer.start(PATIENT);
                RawClient client = server.connect()) {
            String body = "b".repeat(32 << 20);

            client.send(request(server, "PUT /api/v1/echo", "Expect: 100-continue", "Content-Length: " + body.length())
                    + "\r\n");

            assertThat(client.answer().status()).isEqualTo(100);
            assertThat(client.send(body).answer().body().length()).isEqualTo(body.length());
        }
    }

    @Test
    void shouldRefuseBodiesPastWhatAllTogetherMayHold() {
        HttpLimits tight = PATIENT.with(new HttpLimits.Sizes(100_000, 100, 150_000, 8192, 4096));
        try (TestServer server = TestServer.start(tight);
                RawClient first = server.connect()) {
            String put = request(server, "PUT /api/v1/echo", "Content-Length: 100000") + "\r\n";
            first.send(put);
            assertServes(server);

            assertThat(statusOf(server, put)).isEqualTo(503);
            String small = request(server, "PUT /api/v1/echo", "Content-Length: 1000") + "\r\n" + "x".repeat(1000);
            assertThat(statusOf(server, small))
                    .as("a small one has room all the same")
                    .isEqualTo(200);

            assertThat(first.send("x".repeat(100_000)).answer().status()).isEqualTo(200);
            assertThat(statusOf(server, put + "x".repeat(100_000))).isEqualTo(200);
        }
    }

    @Test
    void shouldCutOffWhoSendsHeadersSlowly() {
        try (TestServer server = TestServer.start(times(SHORT, LONG, LONG, LONG))) {
            List<RawClient> slow = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                slow.add(server.connect().send("GET /api/v1/who HTTP/1.1\r\nHost:"));
            }

            for (RawClient client : slow) {
                assertThat(trickle(client)).isLessThan(Duration.ofSeconds(10));
                client.close();
            }
            assertServes(server);
        }
    }

    /** Sends a byte now and then until the other side has had enough; says how long that took. */
    private static Duration trickle(RawClient client) {
        long begunNs = System.nanoTime();
        while (client.trySend("a")
                && System.nanoTime() - begunNs < Duration.ofSeconds(10).toNanos()) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return Duration.ofNanos(System.nanoTime() - begunNs);
    }

    @Test
    void shouldCutOffWhoSaysNothing() {
        try (TestServer server = TestServer.start(times(SHORT, LONG, LONG, LONG));
                RawClient client = server.connect()) {
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void shouldCutOffWhoSendsABodySlowly() {
        try (TestServer server = TestServer.start(times(SHORT, LONG, LONG, LONG));
                RawClient client = server.connect()) {
            client.send(request(server, "PUT /api/v1/echo", "Content-Length: 100") + "\r\nabc");

            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void shouldEndAnIdleConnection() {
        try (TestServer server = TestServer.start(times(LONG, SHORT, LONG, LONG));
                RawClient client = server.connect()) {
            assertThat(client.send(get(server, "/api/v1/who")).answer().status())
                    .isEqualTo(200);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void shouldCutOffWhoReadsSlowly() {
        try (TestServer server = TestServer.start(times(LONG, LONG, LONG, SHORT));
                RawClient client = server.connect()) {
            client.send(get(server, "/api/v1/large"));
            Wait.until(() -> server.openConnections() == 1);
            Wait.until(() -> server.openConnections() == 0);

            assertThat(client.rest().length()).isLessThan(32 << 20);
        }
    }

    @Test
    void shouldAnswerInTimeWhereAnEndPointDoesNot() {
        try (TestServer server = TestServer.start(times(LONG, LONG, SHORT, LONG));
                RawClient client = server.connect()) {
            assertThat(client.send(get(server, "/api/v1/slow")).answer().status())
                    .isEqualTo(504);
            server.release();
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void shouldSayWhenThereIsTooMuchToDo() {
        HttpLimits narrow = PATIENT.with(new HttpLimits.Work(1, 1, 1, 1000, LONG));
        try (TestServer server = TestServer.start(narrow);
                RawClient first = server.connect().send(get(server, "/api/v1/slow"))) {
            Wait.until(() -> server.waiting() == 1);
            try (RawClient second = server.connect().send(get(server, "/api/v1/slow"));
                    RawClient third = server.connect().send(get(server, "/api/v1/slow"))) {
                Wait.until(() -> second.hasAnswer() || third.hasAnswer());
                server.release();
                assertThat(first.answer().status()).isEqualTo(200);
                assertThat(List.of(second.answer().status(), third.answer().status()))
                        .containsExactlyInAnyOrder(200, 503);
            }
        }
    }

    @Test
    void shouldLimitRequestsOfAnAddressAndStillHearWhoHasTheToken() {
        HttpLimits slow = PATIENT.with(new HttpLimits.Peers(64, 256, 64, 0.001, 3, 0.001, 3, 64));
        try (TestServer server = TestServer.start(slow)) {
            String stranger = "GET /api/v1/who HTTP/1.1\r\nHost: " + server.host() + "\r\n\r\n";
            for (int i = 0; i < 3; i++) {
                assertThat(statusOf(server, stranger)).isEqualTo(401);
            }
            assertThat(statusOf(server, stranger)).isEqualTo(429);

            for (int i = 0; i < 3; i++) {
                assertServes(server);
            }
            assertThat(statusOf(server, get(server, "/api/v1/who"))).isEqualTo(429);
        }
    }

    @Test
    void shouldSlowDownWhoGuessesTokens() {
        HttpLimits slow = PATIENT.with(new HttpLimits.Peers(64, 256, 64, 10_000, 10_000, 0.001, 3, 64));
        try (TestServer server = TestServer.start(slow)) {
            String guess =
                    "GET /api/v1/who HTTP/1.1\r\nHost: " + server.host() + "\r\nAuthorization: Bearer guess\r\n\r\n";
            String login = "POST /api/v1/login HTTP/1.1\r\nHost: " + server.host()
                    + "\r\nContent-Length: 15\r\n\r\n{\"token\":\"aaa\"}";
            assertThat(statusOf(server, guess)).isEqualTo(401);
            assertThat(statusOf(server, login)).isEqualTo(401);
            assertThat(statusOf(server, guess)).isEqualTo(401);

            assertThat(statusOf(server, guess)).isEqualTo(429);
            assertThat(statusOf(server, login)).isEqualTo(429);
            assertServes(server);
        }
    }

    @RepeatedTest(20)
    void shouldMakeRoomForWhoTalksWhereManySayNothing() {
        HttpLimits few = PATIENT.with(new HttpLimits.Peers(8, 16, 8, 10_000, 10_000, 10_000, 10_000, 64));
        try (TestServer server = TestServer.start(few);
                RawClient talker = server.connect()) {
            assertThat(talker.send(get(server, "/api/v1/who")).answer().status())
                    .isEqualTo(200);
            List<RawClient> silent = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                silent.add(server.connect());
            }

            assertServes(server);
            assertThat(talker.send(get(server, "/api/v1/who")).answer().status())
                    .isEqualTo(200);
            assertThat(server.openConnections()).isLessThanOrEqualTo(10);
            silent.forEach(RawClient::close);
        }
    }

    @Test
    void shouldRefuseConnectionsWhereAllTalk() {
        HttpLimits few = PATIENT.with(new HttpLimits.Peers(2, 16, 8, 10_000, 10_000, 10_000, 10_000, 64));
        try (TestServer server = TestServer.start(few);
                RawClient first = server.connect();
                RawClient second = server.connect()) {
            assertThat(first.send(get(server, "/api/v1/who")).answer().status()).isEqualTo(200);
            assertThat(second.send(get(server, "/api/v1/who")).answer().status())
                    .isEqualTo(200);

            try (RawClient third = server.connect()) {
                assertThat(third.rest()).isEmpty();
            }
            assertThat(first.send(get(server, "/api/v1/who")).answer().status()).isEqualTo(200);
        }
    }

    @Test
    void shouldSurviveFaultsOfEndPointsAndTellNoSecrets() {
        try (TestServer server = TestServer.start(PATIENT);
                RawClient client = server.connect()) {
            RawClient.Answer answer = client.send(get(server, "/api/v1/fault")).answer();

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("disk");
            assertThat(client.send(get(server, "/api/v1/items/0")).answer().status())
                    .isEqualTo(400);
            assertThat(client.send(get(server, "/api/v1/items/7")).answer().body())
                    .isEqualTo("7");
        }
    }
}
