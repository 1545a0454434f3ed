package org.sekimori.control.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Thousands of connections that mean no good: memory stays, others are answered, and no secret gets into the log. */
@Tag("long")
final class JunkTest {
    private static final int ROUND = 1500;
    private static final long MOST_GROWTH_BYTES = 12 << 20;
    private static final HttpLimits UNLIMITED =
            HttpLimits.DEFAULTS.with(new HttpLimits.Peers(64, 256, 64, 1e6, 1_000_000, 1e6, 1_000_000, 64));

    private final SplittableRandom random = new SplittableRandom(4);

    @Test
    void shouldKeepItsMemoryAndItsTemper() {
        try (TestServer server = TestServer.start(UNLIMITED)) {
            round(server);
            round(server);
            long before = usedBytes();

            round(server);
            round(server);

            assertThat(usedBytes() - before).isLessThan(MOST_GROWTH_BYTES);
            Wait.until(() -> server.openConnections() == 0);
        }
    }

    private void round(TestServer server) {
        for (int i = 0; i < ROUND; i++) {
            try (RawClient client = server.connect()) {
                client.trySend(junk(server, i % 6));
                if (i % 10 == 0) {
                    assertServes(server);
                }
            }
        }
    }

    private String junk(TestServer server, int kind) {
        return switch (kind) {
            case 0 -> "";
            case 1 -> "GET / HTTP/1.1\r\nHost";
            case 2 ->
                "PUT /api/v1/echo HTTP/1.1\r\nHost: " + server.host() + "\r\nAuthorization: Bearer " + server.token()
                        + "\r\nContent-Length: 4000000\r\n\r\n" + "x".repeat(10_000);
            case 3 -> "x".repeat(20_000);
            case 4 ->
                "GET /api/v1/stream HTTP/1.1\r\nHost: " + server.host() + "\r\nAuthorization: Bearer " + server.token()
                        + "\r\n\r\n";
            default -> randomText();
        };
    }

    private String randomText() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(500); i >= 0; i--) {
            text.append((char) random.nextInt(256));
        }
        return text.toString();
    }

    private static void assertServes(TestServer server) {
        try (RawClient client = server.connect()) {
            client.send("GET /api/v1/who HTTP/1.1\r\nHost: " + server.host() + "\r\nAuthorization: Bearer "
                    + server.token() + "\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    private static long usedBytes() {
        System.gc();
        long direct = 0;
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            direct += pool.getMemoryUsed();
        }
        return direct + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void shouldLogNoSecrets() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> captured = new ListAppender<>();
        captured.start();
        root.addAppender(captured);
        List<String> secrets = new ArrayList<>();
        try (TestServer server = TestServer.start(UNLIMITED)) {
            secrets.add(server.token());
            secrets.add("guessed-secret");
            String host = " HTTP/1.1\r\nHost: " + server.host() + "\r\n";
            String login = "{\"token\":\"" + server.token() + "\"}";
            secrets.add(sessionOf(ask(
                    server, "POST /api/v1/login" + host + "Content-Length: " + login.length() + "\r\n\r\n" + login)));
            ask(server, "GET /api/v1/who" + host + "Authorization: Bearer guessed-secret\r\n\r\n");
            ask(server, "POST /api/v1/login" + host + "Content-Length: 26\r\n\r\n{\"token\":\"guessed-secret\"}");
            ask(
                    server,
                    "GET /api/v1/fault?t=guessed-secret" + host + "Authorization: Bearer " + server.token()
                            + "\r\n\r\n");
            ask(server, "GET /api/v1/who?t=" + server.token() + host + "X\u0000: " + server.token() + "\r\n\r\n");
            ask(server, "GET /api/v1/items/" + server.token() + host + "\r\n");
        } finally {
            root.detachAppender(captured);
        }

        List<String> lines = captured.list.stream()
                .map(event -> event.getFormattedMessage() + " " + event.getThrowableProxy())
                .toList();
        assertThat(lines).anyMatch(line -> line.contains("wrong token from 127.0.0.1"));
        assertThat(lines).anyMatch(line -> line.contains("GET /api/v1/fault"));
        for (String secret : secrets) {
            assertThat(lines).noneMatch(line -> line.contains(secret));
        }
    }

    private static String sessionOf(RawClient.Answer answer) {
        String cookie = answer.header("set-cookie");
        return cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';'));
    }

    private static RawClient.Answer ask(TestServer server, String text) {
        try (RawClient client = server.connect()) {
            return client.send(text).answer();
        }
    }
}
