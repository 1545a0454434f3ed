package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.replay.CommandRun;

/** Box and control as processes: a pushed policy over restarts of both, and what reloads say. */
@Tag("long")
class WhichPolicyIT {
    @TempDir
    Path folder;

    private BoxAndControl both;
    private Path list;

    @BeforeEach
    void start() throws IOException {
        list = folder.resolve("sets/bad.netset");
        Files.createDirectories(list.getParent());
        Files.writeString(list, networks(100));
        both = new BoxAndControl(folder);
        both.write(policy("office"));
        both.startBox().startControl();
        both.awaitPolicy("office");
    }

    @AfterEach
    void stop() {
        both.close();
    }

    private static String policy(String name) {
        return "version: 1\nname: " + name + "\nsets:\n  bad: {file: sets/bad.netset}\nrules:\n"
                + "- {name: bad, direction: inbound, protocol: udp, destination-ports: 53, sources: set:bad}\n";
    }

    private static String networks(int count) {
        StringBuilder lines = new StringBuilder();
        IntStream.range(0, count).forEach(i -> lines.append("203.0.").append(i).append(".0/25\n"));
        return lines.toString();
    }

    @Test
    void shouldKeepAPushedPolicyOverRestartsOfBoth() throws IOException {
        assertThat(both.command("policy", "push", both.other(policy("hotfix")).toString())
                        .status())
                .isZero();
        Files.writeString(list, networks(101));
        Wait.until("the list is followed", () -> both.controlLog().contains("set 'bad' (sets/bad.netset): 100 -> 101"));
        assertThat(both.policyName()).isEqualTo("hotfix");
        both.killControl();
        Files.writeString(list, networks(102));
        both.startControl();
        Wait.until("the list is followed", () -> both.controlLog().contains("set 'bad' (sets/bad.netset): 101 -> 102"));
        both.awaitPolicy("hotfix");
        both.killBox();
        both.startBox();
        both.awaitPolicy("hotfix");
        awaitStatus("from       pushed by ");
        awaitStatus("office.yaml says something else; at the next start this policy stays, until file ");
    }

    @Test
    void shouldSayWhatCameOfAReload() throws IOException {
        CommandRun push =
                both.command("policy", "push", both.other(policy("hotfix")).toString());
        assertThat(push.out()).contains("note: it takes the place of 'office' (entry 1, from ");
        CommandRun reload = both.command("policy", "reload");
        assertThat(reload.status()).isZero();
        assertThat(reload.out())
                .startsWith("policy 'office' is in force: entry ")
                .contains("note: it takes the place of 'hotfix' (entry ");
        Files.writeString(list, networks(20));
        CommandRun held = both.command("policy", "reload");
        assertThat(held.status()).isZero();
        assertThat(held.err())
                .contains("it shrank from 100 to 20 entries, by more than 50%; the last good contents stay");
        awaitStatus("WARNING    set 'bad' (sets/bad.netset): 100 -> 100 entries");
        both.write("version: 1\nrulez: []\n");
        CommandRun refused = both.command("policy", "reload");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("unknown key 'rulez'").contains("nothing has changed");
        assertThat(both.policyName()).isEqualTo("office");
        awaitStatus("refused (bad-policy): ");
        awaitStatus("WARNING    the policy file can't be used: ");
        both.write(policy("office"));
        awaitStatus(": in-force, 'office' (entry ");
        both.killControl();
        assertThat(both.command("policy", "reload").status()).isEqualTo(3);
    }

    @Test
    void shouldReadAListThatIsAppendedToWithoutEnd() throws InterruptedException {
        for (int i = 100; i < 140; i++) {
            append("203.0." + i + ".0/25\n");
            TimeUnit.MILLISECONDS.sleep(200);
        }
        assertThat(both.controlLog()).contains("set 'bad' (sets/bad.netset): 100 -> ");
        Wait.until("all of it is read", () -> both.controlLog().contains("-> 140 entries"));
    }

    /** A control process that is busy may not answer {@code status} in time. */
    private void awaitStatus(String words) {
        Wait.until(words, () -> both.command("status").out().contains(words));
    }

    private void append(String line) {
        try {
            Files.writeString(list, line, StandardOpenOption.APPEND);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
