package org.sekimori.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.replay.CommandRun;
import org.sekimori.dataplane.command.BoxPaths;

/** A control process that has gone bad: whatever it says, root's terminal is not to obey it. */
@Timeout(60)
@Tag("long")
final class HostileControlTest {
    private static final String SEQUENCE = "\u001b]0;OWNED\u0007\u001b[31mRED\u009b2J\r\u202e";
    /** The same as JSON has it: some of it must be escaped there, some need not be. */
    private static final String IN_JSON = "\\u001b]0;OWNED\\u0007\\u001b[31mRED\u009b2J\\r\u202e";

    @TempDir
    Path folder;

    private BoxPaths paths;
    private ServerSocketChannel server;
    private Thread speaker;
    private volatile String body = "";
    private volatile String head = "200 OK";

    @BeforeEach
    void start() throws IOException {
        paths = new BoxPaths(folder.resolve("run"), folder.resolve("state"));
        Files.createDirectories(paths.controlRun());
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(paths.apiSocket()));
        speaker = new Thread(this::speak);
        speaker.start();
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        server.close();
        speaker.join();
    }

    private void speak() {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                client.read(ByteBuffer.allocate(1 << 16));
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                String start = "HTTP/1.1 " + head + "\r\nContent-Length: " + bytes.length + "\r\n\r\n";
                client.write(ByteBuffer.wrap(start.getBytes(StandardCharsets.ISO_8859_1)));
                client.write(ByteBuffer.wrap(bytes));
            } catch (AsynchronousCloseException over) {
                return;
            } catch (IOException gone) {
                // The client had heard enough.
            }
        }
    }

    private CommandRun run(String... words) {
        List<String> all = new java.util.ArrayList<>(List.of(words));
        all.addAll(List.of("--run-dir", paths.runDir().toString()));
        return CommandRun.of(all);
    }

    private static void assertPlain(CommandRun run) {
        assertThat(run.out() + run.err())
                .isNotEmpty()
                .matches(text -> text.chars().noneMatch(c -> c != '\n' && c != '\t' && Character.isISOControl(c)))
                .doesNotContain("\u202e");
    }

    private static void assertJson(String text) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            while (parser.nextToken() != null) {
                continue;
            }
        }
    }

    @Test
    void shouldPrintNothingThatATerminalObeys() throws IOException {
        Path policy = Files.writeString(folder.resolve("p.yaml"), "version: 1\n");
        String entry = "{\"id\":1,\"time\":\"X\",\"by\":\"X\",\"trigger\":\"X\",\"source\":\"X\",\"outcome\":\"X\","
                + "\"remark\":\"X\",\"name\":\"X\",\"rules\":7,\"checksum\":\"X\",\"differences\":[{\"kind\":\"added\","
                + "\"name\":\"X\",\"fields\":[{\"key\":\"X\",\"before\":\"X\",\"after\":\"X\"}]}]}";
        body = ("{\"outcome\":\"X\",\"epoch\":1,\"detail\":\"X\",\"policy\":" + entry + ",\"entries\":[" + entry + "],"
                        + "\"events\":[{\"time\":\"X\",\"event\":\"frame\",\"rule\":\"X\",\"source\":\"X\"},{\"event\":\"X\"}],"
                        + "\"findings\":[{\"severity\":\"X\",\"source\":\"X\",\"line\":1,\"column\":1,\"message\":\"X\"}],"
                        + "\"reasons\":[\"X\"],\"remarks\":[\"X\"],\"token\":\"X\"}")
                .replace("X", IN_JSON);
        List<List<String>> commands = List.of(
                List.of("status"),
                List.of("events"),
                List.of("policy", "history"),
                List.of("policy", "history", "1"),
                List.of("policy", "confirm"),
                List.of("policy", "rollback"),
                List.of("policy", "push", policy.toString()));
        for (List<String> command : commands) {
            for (String status : List.of("200 OK", "422 X", "500 " + SEQUENCE)) {
                head = status;
                assertPlain(run(command.toArray(String[]::new)));
                List<String> json = new java.util.ArrayList<>(command);
                json.add("--json");
                CommandRun asJson = run(json.toArray(String[]::new));
                assertPlain(asJson);
                assertJson(asJson.out());
            }
        }
        head = "200 OK";
        CommandRun token = CommandRun.of(
                "token",
                "--run-dir",
                paths.runDir().toString(),
                "--state-dir",
                paths.stateDir().toString());
        assertPlain(token);
        assertThat(token.err()).contains("what is no token");
    }

    @Test
    void shouldNotCallAnythingElseJson() {
        body = "box filtering " + SEQUENCE;
        assertPlain(run("status"));
        CommandRun run = run("policy", "history", "--json");
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("what is no JSON");
        assertThat(run.status()).isEqualTo(3);
    }
}
