package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.command.BoxRefusalException;
import org.sekimori.dataplane.command.Images;
import org.sekimori.dataplane.command.PolicyReply;
import org.sekimori.dataplane.command.socket.CommandClient;

/** {@code sekimori box} without any control process: commanded by its socket, killed, and started again. */
class BoxIT {
    private static final List<String> BOX = List.of("box");
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    @TempDir
    Path folder;

    private BoxPaths paths;
    private CommandClient client;
    private InlineBox inline;

    @BeforeEach
    void start() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        paths = new BoxPaths(folder.resolve("run"), folder.resolve("state"));
        client = new CommandClient(paths.commandSocket());
        inline = new InlineBox().start(BOX, options());
    }

    @AfterEach
    void stop() {
        inline.close();
    }

    private String[] options(String... more) {
        Stream<String> folders = Stream.of(
                "--run-dir",
                paths.runDir().toString(),
                "--state-dir",
                paths.stateDir().toString());
        return Stream.concat(folders, Stream.of(more)).toArray(String[]::new);
    }

    private BoxStatus status() {
        try (BoxFileReader reader = BoxFileReader.open(paths.boxState())) {
            return reader.status();
        }
    }

    private void kill() throws InterruptedException {
        inline.process().destroyForcibly().waitFor();
    }

    @Test
    void shouldFilterByTheShippedPolicyAtFirst() {
        assertThat(inline.log()).contains("filtering: wan0 <-> lan0, policy 'shipped'");
        assertThat(status().policy().origin()).isEqualTo("shipped");
        assertThat(inline.lets5000In()).isTrue();
        assertThat(inline.stop()).contains("port wan0");
    }

    @Test
    void shouldMoveFramesBeforeAnythingElseOnTheCore() throws IOException {
        long pid = inline.process().pid();
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            List<String> preferred = threads.filter(thread -> niceness(thread) == -10)
                    .map(thread -> read(thread.resolve("comm")).strip())
                    .toList();
            if (inline.log().contains("frames have no preference")) {
                assertThat(preferred).isEmpty();
            } else {
                assertThat(preferred).hasSize(1).allMatch(name -> name.contains("capture"));
            }
        }
    }

    /** Nineteenth field of proc_pid_stat(5); the second may hold blanks, and ends with the last bracket. */
    private static int niceness(Path thread) {
        String stat = read(thread.resolve("stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    @Test
    void shouldPutAPushedImageInForce() {
        PolicyReply reply = client.push(Images.closed("closed"), 0);
        assertThat(reply.kept()).isTrue();
        assertThat(inline.lets5000In()).isFalse();
        assertThat(status().policy().checksum()).isEqualTo(reply.checksum());
        byte[] broken = Images.open("open");
        broken[200] ^= 1;
        assertThatThrownBy(() -> client.push(broken, 0)).isInstanceOf(BoxRefusalException.class);
        assertThat(inline.lets5000In()).isFalse();
    }

    @Test
    void shouldFilterByLastGoodSoonAfterItWasKilled() throws InterruptedException {
        PolicyReply reply = client.push(Images.closed("closed"), 0);
        kill();
        long beganNs = System.nanoTime();
        inline.start(BOX, options());
        long upNs = System.nanoTime() - beganNs;
        System.out.printf("from the start of the process to 'filtering' by last-good: %d ms%n", upNs / 1_000_000);
        assertThat(inline.log()).contains("policy 'closed' (1 rules)");
        assertThat(status().policy().origin()).isEqualTo("last-good");
        assertThat(status().policy().checksum()).isEqualTo(reply.checksum());
        assertThat(inline.lets5000In()).isFalse();
        assertThat(upNs).isLessThan(5 * SECOND_NS);
    }

    @Test
    void shouldTakeAnUnconfirmedPolicyBackByItself() throws InterruptedException {
        client.push(Images.closed("closed"), 0);
        long beganNs = System.nanoTime();
        client.push(Images.open("open"), 2);
        assertThat(inline.lets5000In()).isTrue();
        Wait.until("taken back", () -> status().policy().origin().equals("restored"));
        assertThat(System.nanoTime() - beganNs).isBetween(2 * SECOND_NS, 5 * SECOND_NS);
        assertThat(inline.lets5000In()).isFalse();
        kill();
        inline.start(BOX, options());
        assertThat(inline.lets5000In()).isFalse();
    }

    @Test
    void shouldForgetAnUnconfirmedPolicyWhenItIsKilled() throws InterruptedException {
        client.push(Images.closed("closed"), 0);
        client.push(Images.open("open"), 600);
        kill();
        inline.start(BOX, options());
        assertThat(inline.log()).contains("policy 'closed'");
    }

    @Test
    void shouldSayWhyItBeginsWithTheShippedPolicy() throws InterruptedException, IOException {
        client.push(Images.closed("closed"), 0);
        kill();
        Files.write(paths.lastGood(), new byte[100]);
        inline.start(BOX, options());
        assertThat(inline.log())
                .contains("warning: " + paths.lastGood() + ": not used, ")
                .contains("policy 'shipped'");
    }

    @Test
    void shouldTurnAnotherUserAway() throws Exception {
        Files.setPosixFilePermissions(paths.boxRun(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(paths.commandSocket(), PosixFilePermissions.fromString("rw-rw-rw-"));
        String said = asNobody();
        assertThat(said).isEqualTo("no user 'nobody' may not command this box\n");
        inline.stop();
        inline.start(BOX, options("--control-user", "nobody"));
        assertThat(asNobody()).startsWith("no there is nothing to be confirmed");
    }

    /** What the box says to a user who may reach its socket. */
    private String asNobody() throws IOException {
        String script = "$s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die \"$!\";"
                + " print $s \"sekimori/1 confirm\\n\"; print <$s>";
        return inline.box.exec(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "perl",
                "-MIO::Socket::UNIX",
                "-e",
                script,
                paths.commandSocket().toString());
    }

    @Test
    void shouldRefuseASecondBoxInTheSameFolder() throws Exception {
        List<String> words = Stream.concat(
                        InlineBox.command("box", "--wan", "wan0", "--lan", "lan0").stream(), Stream.of(options()))
                .toList();
        Process second = new ProcessBuilder(inline.box.inside(words.toArray(String[]::new)))
                .redirectErrorStream(true)
                .start();
        String said = new String(second.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(second.waitFor()).isEqualTo(2);
        assertThat(said)
                .contains("process " + inline.process().pid() + " (sekimori box --wan wan0 --lan lan0 ")
                .contains(" holds " + paths.boxLock() + "; a second one wants two other interfaces")
                .hasLineCount(1);
        client.push(Images.closed("closed"), 0);
    }

    @Test
    void shouldHaveNoNetworkSocketAndNoNetty() throws Exception {
        client.push(Images.closed("closed"), 0);
        long pid = inline.process().pid();
        for (String family : List.of("tcp", "tcp6", "udp", "udp6", "raw", "raw6")) {
            assertThat(Files.readString(Path.of("/proc/" + pid + "/net/" + family)))
                    .as("sockets of " + family)
                    .hasLineCount(1);
        }
        String classes = inline.box.exec("jcmd", Long.toString(pid), "VM.class_hierarchy");
        assertThat(classes).contains("org.sekimori.dataplane.Box").doesNotContain("io.netty");
    }

    @Test
    void shouldFilterOnWhenTheDiskIsFull() throws Exception {
        inline.stop();
        Files.createDirectories(paths.stateDir());
        run("mount", "-t", "tmpfs", "-o", "size=4k", "tmpfs", paths.stateDir().toString());
        try {
            inline.start(BOX, options());
            PolicyReply reply = client.push(Images.closed("closed"), 0);
            assertThat(reply.kept()).isFalse();
            assertThat(reply.remark()).contains("not kept for the next start").contains("No space left on device");
            assertThat(status().policy().remark()).isEqualTo(reply.remark());
            assertThat(inline.lets5000In()).isFalse();
            assertThat(paths.lastGood()).doesNotExist();
        } finally {
            inline.stop();
            run("umount", paths.stateDir().toString());
        }
    }

    private static void run(String... words) throws Exception {
        assertThat(new ProcessBuilder(words).inheritIO().start().waitFor())
                .as(String.join(" ", words))
                .isZero();
    }
}
