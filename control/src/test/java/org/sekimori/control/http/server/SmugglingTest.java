package org.sekimori.control.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of which two programs could disagree where they end are refused, and what follows them is not looked at. */
final class SmugglingTest {
    private static final HttpLimits.Times USUAL = HttpLimits.Times.DEFAULTS;
    /** Refused clients are let go soon: each test reads until then. */
    private static final HttpLimits PATIENT = HttpLimits.DEFAULTS
            .with(new HttpLimits.Peers(64, 256, 64, 10_000, 10_000, 10_000, 10_000, 64))
            .with(new HttpLimits.Times(
                    USUAL.handshake(),
                    USUAL.request(),
                    USUAL.idle(),
                    USUAL.handling(),
                    USUAL.writing(),
                    Duration.ofMillis(200)));

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(PATIENT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String credentials() {
        return "Host: " + server.host() + "\r\nAuthorization: Bearer " + server.token() + "\r\n";
    }

    /** {@code @} stands for the headers that an honest request has, {@code ~} for the request to be smuggled. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /api/v1/echo HTTP/1.1\r\n@Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@Transfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@Transfer-Encoding:\u000bchunked\r\nContent-Length: 0\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@Transfer-Encoding : chunked\r\nContent-Length: 0\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@Content-Length: 0\r\nContent-Length: 5\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@Content-Length: 0, 5\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@Content-Length: +5\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@Content-Length: -1\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@Content-Length: 0x5\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@Content-Length : 5\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@Content-Length: 0\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\n@Content-Length: 0\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@Content-Length: 0\r\n\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@X: y\rContent-Length: 5\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@X: y\u0000z\r\nContent-Length: 0\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@X\u0000Y: z\r\nContent-Length: 0\r\n\r\n~",
                "PUT /api/v1/echo HTTP/1.1\r\n@no colon\r\nContent-Length: 0\r\n\r\n~",
                "PUT /api/v1/echo HTTP/9.9\r\n@Content-Length: 0\r\n\r\n~",
                "PUT  /api/v1/echo HTTP/1.1 \u0001\r\n@Content-Length: 0\r\n\r\n~",
                "\u0000PUT /api/v1/echo HTTP/1.1\r\n@Content-Length: 0\r\n\r\n~",
                "PUT http://evil.example/api/v1/echo HTTP/1.1\r\n@Content-Length: 0\r\n\r\n~",
                "CONNECT 127.0.0.1:22 HTTP/1.1\r\n@\r\n~",
                "OPTIONS * HTTP/1.1\r\n@\r\n~",
                "PUT //api/v1/echo HTTP/1.1\r\n@Content-Length: 0\r\n\r\n~",
                "PUT /api%2fv1/echo HTTP/1.1\r\n@Content-Length: 0\r\n\r\n~",
                "PUT /api/v1/echo%00 HTTP/1.1\r\n@Content-Length: 0\r\n\r\n~",
                "PUT /api/v1/echo%zz HTTP/1.1\r\n@Content-Length: 0\r\n\r\n~",
                "PUT /api/v1/echo?a=1&a=2 HTTP/1.1\r\n@Content-Length: 0\r\n\r\n~",
            })
    void shouldRefuseWhatCanBeReadInTwoWays(String request) {
        String hidden = "GET /api/v1/who HTTP/1.1\r\n" + credentials() + "\r\n";
        try (RawClient client = server.connect()) {
            client.send(request.replace("@", credentials()).replace("~", hidden));

            assertThat(client.answer().status()).isBetween(400, 417);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void shouldAnswerPipelinedRequestsInOrder() {
        try (RawClient client = server.connect()) {
            StringBuilder all = new StringBuilder();
            for (int i = 1; i <= 9; i++) {
                all.append("GET /api/v1/items/")
                        .append(i)
                        .append(" HTTP/1.1\r\n")
                        .append(credentials())
                        .append("\r\n");
            }

            client.send(all.toString());

            for (int i = 1; i <= 9; i++) {
                assertThat(client.answer().body()).isEqualTo(Integer.toString(i));
            }
        }
    }

    @Test
    void shouldNotWorkAheadOfAPipeline() {
        try (RawClient client = server.connect()) {
            String one = "GET /api/v1/slow HTTP/1.1\r\n" + credentials() + "\r\n";

            client.send(one.repeat(100));
            Wait.until(() -> server.waiting() > 0);

            assertThat(server.waiting()).isEqualTo(1);
            server.release();
            for (int i = 0; i < 100; i++) {
                RawClient.Answer answer = client.answer();
                assertThat(answer.body()).as("%s %s", i, answer.head()).isEqualTo("at last");
            }
        }
    }

    @Test
    void shouldAnswerHeadWithoutABody() {
        try (RawClient client = server.connect()) {
            String text = client.send("HEAD /api/v1/who HTTP/1.1\r\nConnection: close\r\n" + credentials() + "\r\n")
                    .rest();

            assertThat(text)
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("content-length: 15")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void shouldCloseAfterAnOldClient() {
        try (RawClient client = server.connect()) {
            assertThat(client.send("GET /api/v1/who HTTP/1.0\r\n" + credentials() + "\r\n")
                            .rest())
                    .contains("connection: close")
                    .endsWith("token@127.0.0.1");
        }
    }
}
