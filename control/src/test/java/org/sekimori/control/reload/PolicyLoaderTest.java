package org.sekimori.control.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyLoaderTest {
    private static final String POLICY = "version: 1\nsets:\n  partners: {file: lists/partners.txt}\n"
            + "rules:\n- {name: a, direction: inbound, protocol: udp, destination-ports: 389, allow-from: set:partners}\n";

    @TempDir
    Path folder;

    private Path policy;
    private Path partners;
    private long second = 1_000_000;

    @BeforeEach
    void write() throws IOException {
        policy = folder.resolve("policy.yaml");
        partners = folder.resolve("lists/partners.txt");
        Files.createDirectories(partners.getParent());
        write(policy, POLICY);
        write(partners, "203.0.113.0/24\n");
    }

    @Test
    void shouldReadSetsFromThePolicysFolder() {
        PolicyLoader loader = new PolicyLoader(PolicyOrigin.of(policy));
        assertThat(loader.load().ruleCount()).isEqualTo(1);
        assertThat(loader.filesRead()).containsOnlyKeys(policy, partners);
    }

    @Test
    void shouldNamePlaceAndReasonOfWhatCannotBeRead() throws IOException {
        Files.delete(partners);
        assertRefused(
                policy + ":3:20: error: 'lists/partners.txt': there is no such file; it is looked for at " + partners);
        Files.createDirectory(partners);
        assertRefused(policy + ":3:20: error: 'lists/partners.txt': is no regular file");
        Files.delete(partners);
        write(partners, "203.0.113.0/24\n203.0.113\n");
        assertRefused(policy + ":3:20: error: 'lists/partners.txt' line 2: '203.0.113' is no IPv4 network: expected 4"
                + " numbers, as in 192.0.2.0/24, found 3");
        write(policy, POLICY.replace("lists/partners.txt", "\"a\\0b\""));
        assertRefused(policy + ":3:20: error: 'a\\u0000b': is no file name: Nul character not allowed");
    }

    /** A box that has just started may not watch yet. */
    @Test
    void shouldNoticeWhatChangedBeforeTheWatchBegan() throws IOException {
        PolicyLoader loader = new PolicyLoader(PolicyOrigin.of(policy));
        loader.load();
        write(policy, POLICY + "# changed\n");
        FileWatch watch = new FileWatch(policy);
        watch.follow(loader.filesRead());
        watch.hasChanged();
        assertThat(watch.hasChanged()).isTrue();
    }

    @Test
    void shouldNoticeAChangedSet() throws IOException {
        PolicyLoader loader = new PolicyLoader(PolicyOrigin.of(policy));
        loader.load();
        FileWatch watch = new FileWatch(policy);
        watch.follow(loader.filesRead());
        assertThat(watch.hasChanged()).isFalse();
        write(partners, "198.51.100.0/24\n");
        assertThat(watch.hasChanged()).as("settling").isFalse();
        assertThat(watch.hasChanged()).isTrue();
        assertThat(watch.hasChanged()).isFalse();
        Files.delete(partners);
        assertThat(watch.hasChanged() | watch.hasChanged())
                .as("a set that is gone")
                .isTrue();
        watch.follow(java.util.Map.of());
        write(partners, "192.0.2.0/24\n");
        assertThat(watch.hasChanged() | watch.hasChanged())
                .as("no longer followed")
                .isFalse();
        Files.delete(policy);
        assertThat(watch.hasChanged() | watch.hasChanged())
                .as("the policy is gone")
                .isTrue();
    }

    /** A file that changes between its reading and the watch is not missed. */
    @Test
    void shouldWatchFromHowAFileWasWhenItWasRead() throws IOException {
        PolicyLoader loader = new PolicyLoader(PolicyOrigin.of(policy));
        loader.load();
        write(partners, "198.51.100.0/24\n");
        FileWatch watch = new FileWatch(policy);
        watch.follow(loader.filesRead());
        assertThat(watch.hasChanged() | watch.hasChanged()).isTrue();
    }

    private void assertRefused(String line) {
        assertThatThrownBy(() -> new PolicyLoader(PolicyOrigin.of(policy)).load())
                .isInstanceOfSatisfying(
                        PolicyFileException.class,
                        refused -> assertThat(refused.errors()).containsExactly(line));
    }

    /** With a time of its own each, so that no test depends on the file system's clock. */
    private void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000 * second++));
    }

    @Test
    void shouldOnlyWatchWhateverTheFileSaysWhenToldSo() throws IOException {
        Path file = Files.writeString(folder.resolve("watched.yaml"), "version: 1\nmode: enforce\n");
        PolicyLoader loader = new PolicyLoader(PolicyOrigin.of(file).watching());
        assertThat(loader.load().isMonitorOnly()).isTrue();
        Files.writeString(file, "version: 1\nname: changed\n");
        assertThat(loader.load().isMonitorOnly()).isTrue();
        assertThat(new PolicyLoader(PolicyOrigin.of(file)).load().isMonitorOnly())
                .isFalse();
        assertThat(PolicyOrigin.SHIPPED.watching().table().isMonitorOnly()).isTrue();
    }
}
