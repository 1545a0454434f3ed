package org.sekimori.dataplane.command.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.command.BoxRefusalException;
import org.sekimori.dataplane.command.BoxUnreachableException;
import org.sekimori.dataplane.command.Images;
import org.sekimori.dataplane.command.LastGood;
import org.sekimori.dataplane.command.PolicyKeeper;
import org.sekimori.dataplane.command.PolicyListener;
import org.sekimori.dataplane.command.PolicyReply;
import org.sekimori.dataplane.command.StartPolicy;
import org.sekimori.dataplane.counters.BoxCounters;

/** A keeper behind its socket, asked by the client and pestered by hand. */
@Timeout(60)
class CommandSocketTest {
    private static final int MAX_IMAGE_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofMillis(700);

    @TempDir
    Path folder;

    private final List<Throwable> faults = new ArrayList<>();
    private Path socket;
    private PolicySource policies;
    private CommandServer server;
    private CommandClient client;

    @BeforeEach
    void start() throws IOException {
        socket = folder.resolve("command.sock");
        LastGood lastGood = new LastGood(folder.resolve("last-good.image"), MAX_IMAGE_BYTES);
        StartPolicy start = StartPolicy.of(lastGood);
        policies = new PolicySource(start.table(), new BoxCounters("wan", "lan", 1));
        PolicyKeeper keeper = new PolicyKeeper(policies, start, Optional.of(lastGood), PolicyListener.NONE);
        Set<String> users = Set.of(Files.getOwner(folder).getName());
        server = CommandServer.open(
                new CommandOptions(socket, users, Optional.empty(), MAX_IMAGE_BYTES, PATIENCE), keeper, faults::add);
        client = new CommandClient(socket, Duration.ofSeconds(20));
    }

    @Tag("long")
    @Test
    void shouldListenAnewWhereTheFileWasRemoved() throws Exception {
        Files.delete(socket);
        long deadlineNs = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!Files.exists(socket)) {
            assertThat(System.nanoTime()).isLessThan(deadlineNs);
            Thread.onSpinWait();
        }
        assertThat(client.push(Images.open("anew"), 0).epoch()).isEqualTo(2);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        assertThat(faults).isEmpty();
        assertThat(socket).doesNotExist();
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    /** What the box says to these bytes, and to no more than these. */
    private String say(byte[] request) throws IOException {
        try (SocketChannel channel = connect()) {
            try {
                channel.write(ByteBuffer.wrap(request));
                channel.shutdownOutput();
            } catch (IOException hungUp) {
                // it has heard enough
            }
            return hear(channel);
        }
    }

    private static String hear(SocketChannel channel) {
        ByteBuffer answer = ByteBuffer.allocate(4096);
        try {
            while (channel.read(answer) >= 0) {
                continue;
            }
        } catch (IOException reset) {
            // nor does it want to be heard
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
    }

    private String say(String request) throws IOException {
        return say(request.getBytes(StandardCharsets.US_ASCII));
    }

    private void assertStillServes() {
        assertThat(client.push(Images.open("after"), 0).kept()).isTrue();
    }

    @Test
    void shouldDoWhatItIsTold() {
        PolicyReply pushed = client.push(Images.closed("one"), 30);
        assertThat(pushed.epoch()).isEqualTo(2);
        assertThat(pushed.kept()).isFalse();
        assertThat(pushed.checksum()).isEqualTo(policies.current().table().checksum());
        assertThat(client.confirm().kept()).isTrue();
        client.push(Images.open("two"), 30);
        assertThat(client.revert().remark()).isEqualTo("taken back on request: 'two'");
        assertThat(policies.current().table().policyName()).isEqualTo("one");
    }

    @Test
    void shouldSayWhyItWont() {
        assertThatThrownBy(client::confirm)
                .isInstanceOf(BoxRefusalException.class)
                .hasMessageContaining("nothing to be confirmed");
        byte[] cut = java.util.Arrays.copyOf(Images.open("one"), 500);
        assertThatThrownBy(() -> client.push(cut, 0)).isInstanceOf(BoxRefusalException.class);
        assertThatThrownBy(() -> client.push(new byte[MAX_IMAGE_BYTES + 1], 0))
                .isInstanceOf(BoxRefusalException.class)
                .hasMessageContaining("1 to 1048576 are taken");
        assertThat(policies.current().epoch()).isEqualTo(1);
    }

    @Test
    void shouldNameTheSocketWhereNoBoxAnswers() {
        CommandClient lost = new CommandClient(folder.resolve("nobody.sock"));
        assertThatThrownBy(lost::confirm)
                .isInstanceOf(BoxUnreachableException.class)
                .hasMessageContaining("nobody.sock")
                .hasMessageContaining("is 'sekimori box' running?");
    }

    @Test
    void shouldRefuseWhatIsNoRequest() throws IOException {
        assertThat(say("GET / HTTP/1.1\r\n\r\n")).startsWith("no ");
        assertThat(say("sekimori/2 confirm\n")).isEqualTo("no this box understands 'sekimori/1' only\n");
        assertThat(say("sekimori/1 explode\n")).isEqualTo("no this box doesn't know the word\n");
        assertThat(say("sekimori/1 confirm 1\n")).isEqualTo("no confirm takes 0 numbers\n");
        assertThat(say("sekimori/1 push 10 -1\n")).isEqualTo("no a number was expected\n");
        assertThat(say("sekimori/1 push 10  1\n")).isEqualTo("no push takes 2 numbers\n");
        assertThat(say("sekimori/1 push 4294967297 0\n")).isEqualTo("no a number was expected\n");
        assertThat(say("sekimori/1 push 999999999 0\n")).contains("1 to 1048576 are taken");
        assertThat(say("sekimori/1 push 0 0\n")).contains("an image of 0 bytes");
        assertThat(say("sekimori/1 revert\nmore")).isEqualTo("no there are bytes behind the request\n");
        assertThat(say("sekimori/1 " + "x".repeat(100))).isEqualTo("no the request's line is too long\n");
        assertThat(say(new byte[] {1, 2, 3})).isEqualTo("no the request is no line of ASCII text\n");
        assertStillServes();
    }

    @Test
    void shouldForgetHalfARequest() throws IOException {
        assertThat(say("")).isEmpty();
        assertThat(say("sekimori/1 conf")).isEmpty();
        assertThat(say("sekimori/1 push 1000 0\nhalf an image")).isEmpty();
        assertStillServes();
    }

    @Test
    void shouldHangUpOnSlowCallers() throws IOException {
        try (SocketChannel silent = connect();
                SocketChannel slow = connect()) {
            slow.write(ByteBuffer.wrap("sekimori/1 push 1000 0\n12".getBytes(StandardCharsets.US_ASCII)));
            assertThat(hear(silent)).isEmpty();
            assertThat(hear(slow)).isEmpty();
        }
        assertStillServes();
    }

    @Test
    void shouldTakeOneImageAtATime() throws IOException {
        try (SocketChannel slow = connect()) {
            slow.write(ByteBuffer.wrap("sekimori/1 push 1000 0\n12".getBytes(StandardCharsets.US_ASCII)));
            assertThat(say("sekimori/1 push 1000 0\n34")).isEqualTo("no another image is on its way in; try again\n");
        }
        assertStillServes();
    }

    @Tag("long")
    @Test
    void shouldServeOnWhenManyCallersSayNothing() throws IOException {
        List<SocketChannel> crowd = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                crowd.add(connect());
            }
            assertStillServes();
        } finally {
            for (SocketChannel channel : crowd) {
                channel.close();
            }
        }
    }

    @Test
    void shouldOutliveRandomBytes() throws IOException {
        Random random = new Random(7);
        byte[] whole = ("sekimori/1 push 1000 0\n" + "x".repeat(1000)).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 500; i++) {
            byte[] request = whole.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                request[random.nextInt(i % 2 == 0 ? 24 : request.length)] = (byte) random.nextInt();
            }
            assertThat(say(request)).doesNotStartWith("ok");
        }
        assertThat(policies.current().epoch()).isEqualTo(1);
        assertStillServes();
    }

    @Test
    void shouldTakeThePlaceOfASocketThatWasLeft() throws IOException {
        server.close();
        Files.createFile(socket);
        start();
        assertStillServes();
    }

    @Test
    void shouldTurnStrangersAway() throws IOException {
        server.close();
        PolicyKeeper keeper = new PolicyKeeper(
                policies, StartPolicy.chosen(policies.current().table()), Optional.empty(), PolicyListener.NONE);
        server = CommandServer.open(
                new CommandOptions(socket, Set.of("somebody-else"), Optional.empty(), MAX_IMAGE_BYTES, PATIENCE),
                keeper,
                faults::add);
        assertThatThrownBy(() -> client.push(Images.open("one"), 0))
                .isInstanceOf(BoxRefusalException.class)
                .hasMessageContaining("may not command this box");
    }
}
