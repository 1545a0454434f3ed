package org.sekimori.control.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.Router;
import org.sekimori.control.http.listen.ListenException;

/** The Unix socket's file, and who is at its other end. */
final class UnixSocketTest {
    @TempDir
    Path folder;

    private HttpServer start() {
        Router routes = Router.builder()
                .add(
                        "GET",
                        "/api/v1/who",
                        request -> HttpAnswer.text(
                                200,
                                request.caller().kind() + " " + request.caller().name()))
                .build();
        return HttpServer.start(HttpOptions.local(socket()), routes, Credentials.open(folder.resolve("token")));
    }

    private Path socket() {
        return folder.resolve("api.sock");
    }

    private String curl(String... before) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(before));
        words.addAll(List.of("curl", "-sS", "--unix-socket", socket().toString(), "http://localhost/api/v1/who"));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void shouldBeForTheOwnerAndItsGroup() throws IOException {
        try (HttpServer server = start()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                    .isEqualTo("rw-rw----");
            assertThat(server.lines()).containsExactly("listening on " + socket());
        }
        try (var left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString())).containsExactly("token");
        }
    }

    @Test
    void shouldKnowTheUserAtTheOtherEnd() throws IOException, InterruptedException {
        try (HttpServer server = start()) {
            assertThat(curl()).isEqualTo("PEER " + System.getProperty("user.name"));
        }
    }

    @Test
    void shouldKnowAnotherUserAndKeepOutAThird() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "needs root, to become another user");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (HttpServer server = start()) {
            assertThat(curl("setpriv", "--reuid", "nobody", "--regid", "root", "--clear-groups"))
                    .isEqualTo("PEER nobody");
            assertThat(curl("setpriv", "--reuid", "64123", "--regid", "root", "--clear-groups"))
                    .isEqualTo("PEER 64123");
            assertThat(curl("setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"))
                    .startsWith("curl: ");
        }
    }

    @Test
    void shouldKeepPlacesForRootAndForEachOtherUser() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "needs root, to become another user");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (HttpServer server = start()) {
            Process holder = hold(64);
            try {
                assertThat(holder.inputReader().readLine()).startsWith("holds ");
                assertThat(curl()).isEqualTo("PEER root");
                assertThat(curl("setpriv", "--reuid", "64123", "--regid", "root", "--clear-groups"))
                        .isEqualTo("PEER 64123");
                assertThat(curl("setpriv", "--reuid", "nobody", "--regid", "root", "--clear-groups"))
                        .as("one of its own idle connections makes room")
                        .isEqualTo("PEER nobody");
            } finally {
                holder.destroy();
                holder.waitFor();
            }
        }
    }

    /** Connections of user nobody, each of which has asked once, until the process is destroyed. */
    private Process hold(int connections) throws IOException {
        String script = """
                use Socket; $| = 1; my @held;
                for (1 .. $ARGV[1]) {
                    socket(my $s, PF_UNIX, SOCK_STREAM, 0) or next;
                    connect($s, sockaddr_un($ARGV[0])) or next;
                    syswrite($s, "GET /api/v1/who HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n");
                    sysread($s, my $answer, 4096); push @held, $s;
                }
                print "holds ", scalar(@held), "\\n"; sleep 60;
                """;
        List<String> words = List.of(
                "setpriv",
                "--reuid",
                "nobody",
                "--regid",
                "root",
                "--clear-groups",
                "perl",
                "-e",
                script,
                socket().toString(),
                Integer.toString(connections));
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    @Test
    void shouldMakeItsFileAnewWhereItIsGone() throws IOException, InterruptedException {
        try (HttpServer server = start()) {
            server.tend();
            assertThat(curl()).startsWith("PEER");

            Files.delete(socket());
            server.tend();
            assertThat(curl()).startsWith("PEER");
            Object second = Files.readAttributes(socket(), "unix:ino").get("ino");
            server.tend();
            assertThat(Files.readAttributes(socket(), "unix:ino").get("ino")).isEqualTo(second);

            Files.delete(socket());
            Files.createDirectory(socket());
            server.tend();
            assertThat(server.lines().get(0)).isEqualTo("not listening: " + socket() + ": is there and is no socket");
            Files.delete(socket());
            server.tend();
            assertThat(curl()).startsWith("PEER");
            assertThat(server.lines()).containsExactly("listening on " + socket());
        }
    }

    @Test
    void shouldReplaceAFileThatNobodyListensOn() throws IOException, InterruptedException {
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(socket()));
        }

        try (HttpServer server = start()) {
            assertThat(curl()).startsWith("PEER");
        }
    }

    @Test
    void shouldLeaveALivingServerAlone() throws IOException, InterruptedException {
        try (HttpServer server = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(ListenException.class)
                    .hasMessage(socket() + ": another control process listens there");

            assertThat(curl()).startsWith("PEER");
        }
    }

    @Test
    void shouldLeaveAnyOtherFileAlone() throws IOException {
        Files.writeString(socket(), "precious");

        assertThatThrownBy(this::start)
                .isInstanceOf(ListenException.class)
                .hasMessage(socket() + ": is there and is no socket");
        assertThat(Files.readString(socket())).isEqualTo("precious");
    }

    @Test
    void shouldNotRemoveTheSocketOfAServerThatCameLater() throws IOException, InterruptedException {
        HttpServer first = start();
        Files.delete(socket());
        try (HttpServer second = start()) {
            first.close();

            assertThat(curl()).startsWith("PEER");
        }
    }
}
