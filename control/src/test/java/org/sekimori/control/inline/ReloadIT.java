package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.frame.FrameBuilder;

/** The policy file is put in force again when it changes and on SIGHUP, under load; a bad one changes nothing. */
class ReloadIT {
    private static final String DROP = "version: 1\nname: closed\nrules:\n"
            + "  - {name: gate, direction: inbound, protocol: udp, destination-ports: 5000}\n";
    private static final String PASS = "version: 1\nname: open\nrules: []\n";

    @TempDir
    Path folder;

    private Path policy;
    private InlineBox inline;

    @BeforeEach
    void start() throws IOException {
        policy = folder.resolve("policy.yaml");
        Files.writeString(policy, DROP);
        inline = new InlineBox().run("--policy", policy.toString(), "--json");
    }

    @AfterEach
    void stop() {
        inline.close();
    }

    @Test
    void shouldFollowTheFile() throws IOException {
        assertCrosses(false);
        replace(PASS);
        Wait.until("reloaded", () -> inline.log().contains("policy reloaded (file changed): 'open', 0 rules, epoch 2"));
        assertCrosses(true);
    }

    @Test
    void shouldFollowTheFilesOfSets() throws IOException {
        Path senders = folder.resolve("senders.txt");
        Files.writeString(senders, "203.0.113.0/24\n");
        replace(DROP.replace("rules:", "sets:\n  senders: {file: senders.txt}\nrules:")
                .replace("5000}", "5000, allow-from: set:senders}"));
        Wait.until("reloaded", () -> inline.log().contains("epoch 2"));
        assertCrosses(false);
        Files.writeString(senders, "198.51.100.0/24 # the one that sends\n");
        Wait.until(
                "reloaded", () -> inline.log().contains("policy reloaded (file changed): 'closed', 1 rules, epoch 3"));
        assertCrosses(true);
    }

    @Test
    void shouldReloadOnHangup() throws IOException {
        hangUp();
        Wait.until("reloaded", () -> inline.log().contains("policy reloaded (SIGHUP): 'closed', 1 rules, epoch 2"));
        assertCrosses(false);
    }

    @Test
    void shouldKeepThePolicyInForceWhenTheNewOneIsBad() throws IOException {
        replace(
                "version: 1\nname: bad\nrules:\n  - {name: gate, direction: inbound, protocol: udp, destination-ports: 0x}\n");
        Wait.until("refused", () -> inline.log().contains("epoch 1 stays in force"));
        assertThat(inline.log()).contains("policy.yaml:4:");
        assertCrosses(false);
        Files.delete(policy);
        hangUp();
        Wait.until("refused", () -> inline.log().contains("there is no such file"));
        assertCrosses(false);
        replace(PASS);
        Wait.until("reloaded", () -> inline.log().contains("epoch 2"));
        assertCrosses(true);
    }

    @Test
    void shouldLoseNothingWhileReloadingUnderLoad() throws IOException {
        List<byte[]> batch = new java.util.ArrayList<>();
        for (int i = 0; i < 200; i++) {
            batch.add(FrameBuilder.frame()
                    .ipv4("198.51.100.7", "192.0.2.9")
                    .udp(4000, 6000 + i)
                    .payload("load")
                    .bytes());
        }
        try (FrameCapture atLan = FrameCapture.start(inline.lan, "lanh0")) {
            int reloads = 20;
            for (int i = 0; i < reloads; i++) {
                Files.writeString(policy, i % 2 == 0 ? PASS : DROP);
                hangUp();
                inline.sendFromWan(batch);
                long epoch = i + 2;
                Wait.until("reload " + i, () -> epochs() >= epoch);
                inline.sendFromWan(batch);
            }
            assertThat(atLan.await(2 * reloads * batch.size())).hasSize(2 * reloads * batch.size());
        }
    }

    private long epochs() {
        return inline.log().lines().filter(l -> l.startsWith("policy reloaded")).count() + 1;
    }

    private void replace(String text) throws IOException {
        Path fresh = folder.resolve("fresh.yaml");
        Files.writeString(fresh, text);
        Files.move(fresh, policy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private void hangUp() throws IOException {
        new ProcessBuilder("kill", "-HUP", Long.toString(inline.process().pid()))
                .start()
                .onExit()
                .join();
    }

    private void assertCrosses(boolean expected) {
        byte[] gated = FrameBuilder.frame()
                .ipv4("198.51.100.7", "192.0.2.9")
                .udp(4000, 5000)
                .payload("gated")
                .bytes();
        byte[] after = FrameBuilder.frame()
                .ipv4("198.51.100.7", "192.0.2.9")
                .udp(4000, 5001)
                .payload("after")
                .bytes();
        try (FrameCapture atLan = FrameCapture.start(inline.lan, "lanh0")) {
            inline.sendFromWan(List.of(gated, after));
            List<byte[]> arrived = atLan.await(1, frame -> java.util.Arrays.equals(frame, after));
            assertThat(arrived).as("the frame behind").hasSize(1);
            assertThat(atLan.frames()).hasSize(expected ? 2 : 1);
        }
    }
}
