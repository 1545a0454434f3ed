package org.sekimori.control.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.client.ApiClient;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.Router;
import org.sekimori.control.http.server.HttpOptions;
import org.sekimori.control.http.server.HttpServer;
import org.sekimori.control.process.SelfCommand;
import org.sekimori.dataplane.command.BoxPaths;

/** {@code sekimori token} of root, where the token's folder belongs to another user, who may put there what he likes. */
@Tag("slow")
final class TokenCommandIT {
    private static final int NOBODY = 65534;
    private static final int TRIES = 10;

    @TempDir
    Path folder;

    private BoxPaths paths;

    @BeforeEach
    void prepare() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "needs root, as the command is often called by it");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        paths = new BoxPaths(folder.resolve("run"), folder.resolve("state"));
        Files.createDirectories(paths.controlState());
        Files.setAttribute(paths.controlState(), "unix:uid", NOBODY);
        Files.setAttribute(paths.controlState(), "unix:gid", NOBODY);
    }

    private Process start() throws IOException {
        List<String> words = new ArrayList<>(SelfCommand.small(
                "token",
                "--run-dir",
                paths.runDir().toString(),
                "--state-dir",
                paths.stateDir().toString()));
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    private String token() throws IOException, InterruptedException {
        Process process = start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    private static int owner(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void shouldWriteAsTheFoldersOwner() throws Exception {
        String token = token().strip();
        Path file = paths.controlState().resolve("token");
        assertThat(token).matches("[A-Za-z0-9_-]{43}");
        assertThat(owner(file)).isEqualTo(NOBODY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Credentials.open(file).isToken(token)).isTrue();

        Files.setPosixFilePermissions(paths.controlState(), PosixFilePermissions.fromString("r-x------"));
        assertThat(token())
                .as("where that user may not write, root doesn't either")
                .contains("can't be written");
    }

    /** As the folder's owner would, who wants root's file. */
    @Test
    void shouldGiveNobodyAFileThatALinkNames() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "root's\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        Path file = paths.controlState().resolve("token");
        for (int i = 0; i < TRIES; i++) {
            Files.deleteIfExists(file);
            Path link = Files.createSymbolicLink(paths.controlState().resolve("link"), secret);
            Process process = start();
            while (process.isAlive() && !swap(file, link)) {
                Thread.onSpinWait();
            }
            process.getInputStream().readAllBytes();
            process.waitFor();
            Files.deleteIfExists(link);
            assertThat(owner(secret)).isZero();
        }
        assertThat(Files.readString(secret)).isEqualTo("root's\n");
    }

    private static boolean swap(Path file, Path link) throws IOException {
        try {
            if (!Files.readAttributes(file, "unix:ino", LinkOption.NOFOLLOW_LINKS)
                    .isEmpty()) {
                Files.move(link, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return true;
        } catch (NoSuchFileException notYet) {
            return false;
        }
    }

    @Test
    void shouldRefuseAFolderThatIsALink() throws Exception {
        Files.delete(paths.controlState());
        Files.createSymbolicLink(paths.controlState(), Files.createDirectory(folder.resolve("elsewhere")));
        assertThat(token()).contains("is no folder, but a link");
        Files.delete(paths.controlState());
        assertThat(token()).contains("not there yet");
    }

    @Test
    void shouldTalkToNobodyButTheFoldersOwner() throws Exception {
        Files.createDirectories(paths.controlRun());
        Files.setAttribute(paths.controlRun(), "unix:uid", NOBODY);
        Path other = folder.resolve("roots.sock");
        Credentials credentials = Credentials.open(folder.resolve("own-token"));
        String token = credentials.newToken().orElseThrow();
        try (HttpServer roots =
                HttpServer.start(HttpOptions.local(other), Router.builder().build(), credentials)) {
            Files.createSymbolicLink(paths.apiSocket(), other);
            assertThat(token()).contains("user 'root' answers, but the folder belongs to 'nobody'; nothing was sent");
            assertThat(credentials.isToken(token)).isTrue();
            assertThat(roots.lines()).hasSize(1);
        }
    }

    @Test
    void shouldNotStartControlAsRootInAFolderOfAnotherUser() throws Exception {
        Process process = new ProcessBuilder(SelfCommand.small(
                        "control",
                        "--run-dir",
                        paths.runDir().toString(),
                        "--state-dir",
                        paths.stateDir().toString()))
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains(paths.controlState() + " belongs to user 'nobody', and this is root");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void shouldAskControlWhereItRuns() throws Exception {
        Files.createDirectories(paths.controlRun());
        Credentials credentials = Credentials.open(folder.resolve("own-token"));
        Router routes = Router.builder()
                .add("GET", "/x", request -> HttpAnswer.noContent())
                .build();
        try (HttpServer server = HttpServer.start(HttpOptions.local(paths.apiSocket()), routes, credentials)) {
            assertThat(server.lines()).hasSize(1);
            assertThat(credentials.isToken(token().strip())).isTrue();
            assertThat(paths.controlState()).isEmptyDirectory();
            assertThat(new ApiClient(paths.apiSocket()).get("/x").status()).isEqualTo(204);
        }
    }
}
