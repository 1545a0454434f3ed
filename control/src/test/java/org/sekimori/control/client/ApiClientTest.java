package org.sekimori.control.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.http.EventSink;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.Router;
import org.sekimori.control.http.server.HttpOptions;
import org.sekimori.control.http.server.HttpServer;

/** The client against the server, and against things that are no such server. */
final class ApiClientTest {
    @TempDir
    Path folder;

    private HttpServer server;

    @BeforeEach
    void start() {
        Router routes = Router.builder()
                .add(
                        "GET",
                        "/api/v1/who",
                        request -> HttpAnswer.text(200, request.caller().name()))
                .add("PUT", "/api/v1/echo", request -> HttpAnswer.of(201, "text/plain", request.body()))
                .stream("/api/v1/stream", (request, sink) -> feed(sink))
                .download("/api/v1/download", (request, sink) -> {
                    for (int i = 0; i < 10; i++) {
                        sink.send(new byte[10_000]);
                    }
                    sink.close();
                })
                .build();
        server = HttpServer.start(HttpOptions.local(socket()), routes, Credentials.open(folder.resolve("token")));
    }

    private static void feed(EventSink sink) {
        sink.send("drop", "first");
        sink.send("drop", "second\nof two lines");
        sink.close();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path socket() {
        return folder.resolve("api.sock");
    }

    private ApiClient client() {
        return new ApiClient(socket(), Duration.ofSeconds(5));
    }

    @Test
    void shouldBeKnownByItsUser() {
        assertThat(client().get("/api/v1/who").text()).isEqualTo(System.getProperty("user.name"));
    }

    @Test
    void shouldCarryBodiesBothWays() {
        byte[] body = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);

        ApiAnswer answer = client().call("PUT", "/api/v1/echo", body);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.isSuccess()).isTrue();
        assertThat(answer.contentType()).isEqualTo("text/plain");
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void shouldGiveRefusalsAsAnswers() {
        ApiAnswer answer = client().get("/api/v1/nothing");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.isSuccess()).isFalse();
        assertThat(answer.text()).contains("there is nothing at this path");
    }

    @Test
    void shouldFollowAStreamToItsEnd() {
        List<String> events = new ArrayList<>();

        ApiAnswer answer = client().stream("/api/v1/stream", events::add);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(events).containsExactly("first", "second\nof two lines");
        assertThat(client().stream("/api/v1/nothing", events::add).status()).isEqualTo(404);
    }

    @Test
    void shouldTakeADownloadAsItComes() {
        List<byte[]> pieces = new ArrayList<>();

        assertThat(client().download("/api/v1/download", pieces::add).status()).isEqualTo(200);

        assertThat(pieces.stream().mapToInt(piece -> piece.length).sum()).isEqualTo(100_000);
    }

    @Test
    void shouldSayInOneLineThatNobodyIsThere() {
        Path nowhere = folder.resolve("nowhere.sock");

        assertThatThrownBy(() -> new ApiClient(nowhere).get("/"))
                .isInstanceOf(ApiException.class)
                .hasMessage(nowhere + ": not there; is 'sekimori control' running?");
    }

    @Test
    void shouldSayInOneLineThatNobodyListens() throws IOException {
        Path left = folder.resolve("left.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(left));
        }
        assertThat(Files.exists(left)).isTrue();

        assertThatThrownBy(() -> new ApiClient(left).get("/"))
                .isInstanceOf(ApiException.class)
                .hasMessage(left + ": nobody listens; is 'sekimori control' running?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n",
                "HTTP/1.1 200 OK\r\nno header",
                "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n"
            })
    void shouldSayInOneLineWhatIsNoAnswer(String said) throws IOException, InterruptedException {
        Path place = folder.resolve("odd.sock");
        try (ServerSocketChannel odd = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            odd.bind(UnixDomainSocketAddress.of(place));
            Thread speaker = new Thread(() -> speak(odd, said));
            speaker.start();

            assertThatThrownBy(() -> new ApiClient(place, Duration.ofSeconds(5)).get("/"))
                    .isInstanceOf(ApiException.class)
                    .hasMessageStartingWith(place + ": ")
                    .hasMessageNotContaining("\n");
            speaker.join();
        }
    }

    private static void speak(ServerSocketChannel odd, String said) {
        try (SocketChannel client = odd.accept()) {
            client.read(ByteBuffer.allocate(1000));
            client.write(ByteBuffer.wrap(said.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException gone) {
            // The client had heard enough.
        }
    }

    @Tag("long")
    @Test
    void shouldNotWaitForEverForAnAnswer() throws IOException {
        Path place = folder.resolve("mute.sock");
        try (ServerSocketChannel mute = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            mute.bind(UnixDomainSocketAddress.of(place));

            assertThatThrownBy(() -> new ApiClient(place, Duration.ofSeconds(1)).get("/"))
                    .isInstanceOf(ApiException.class)
                    .hasMessage(place + ": no answer within 1 s");
        }
    }
}
