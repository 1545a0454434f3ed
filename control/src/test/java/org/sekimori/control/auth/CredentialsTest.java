package org.sekimori.control.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CredentialsTest {
    private static final SessionLimits LIMITS = new SessionLimits(Duration.ofMinutes(30), Duration.ofHours(12), 3);

    @TempDir
    Path folder;

    private long nowNs;

    private Credentials open() {
        return Credentials.open(folder.resolve("state/token"), LIMITS, () -> nowNs);
    }

    private void pass(Duration time) {
        nowNs += time.toNanos();
    }

    @Test
    void shouldTellTheTokenOnceAndKeepItsHash() throws IOException {
        Credentials first = open();
        String token = first.newToken().orElseThrow();
        Path file = folder.resolve("state/token");

        assertThat(token).matches("[A-Za-z0-9_-]{43}");
        assertThat(Files.readString(file)).matches("sha256:[0-9a-f]{64}\n").doesNotContain(token);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Credentials second = open();
        assertThat(second.newToken()).isEmpty();
        assertThat(second.isToken(token)).isTrue();
        assertThat(second.isToken(token + "x")).isFalse();
        assertThat(second.isToken("")).isFalse();
        assertThat(second.isToken("x".repeat(100_000))).isFalse();
        assertThat(second.toString()).doesNotContain(token);
    }

    @Test
    void shouldNotTrustAFileThatOthersCanRead() throws IOException {
        open();
        Path file = folder.resolve("state/token");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(this::open).isInstanceOf(CredentialException.class).hasMessageContaining("chmod 600");
    }

    @Test
    void shouldSayThatTheFileIsNotAToken() throws IOException {
        open();
        Files.writeString(folder.resolve("state/token"), "secret");

        assertThatThrownBy(this::open)
                .isInstanceOf(CredentialException.class)
                .hasMessageContaining("not the hash of a token")
                .hasMessageNotContaining("secret");
    }

    @Test
    void shouldEndTheOldTokenAndAllSessionsWithANewOne() {
        Credentials credentials = open();
        String old = credentials.newToken().orElseThrow();
        String cookie = credentials.beginSession();

        String token = credentials.renewToken();

        assertThat(credentials.isToken(token)).isTrue();
        assertThat(credentials.isToken(old)).isFalse();
        assertThat(credentials.isSession(cookie)).isFalse();
        assertThat(open().isToken(token)).isTrue();
    }

    @Test
    void shouldEndASessionThatIsIdle() {
        Credentials credentials = open();
        String cookie = credentials.beginSession();
        pass(Duration.ofMinutes(29));
        assertThat(credentials.isSession(cookie)).isTrue();
        pass(Duration.ofMinutes(29));
        assertThat(credentials.isSession(cookie)).isTrue();

        pass(Duration.ofMinutes(30));

        assertThat(credentials.isSession(cookie)).isFalse();
    }

    @Test
    void shouldEndASessionThatIsOldHoweverBusy() {
        Credentials credentials = open();
        String cookie = credentials.beginSession();
        for (int i = 0; i < 35; i++) {
            pass(Duration.ofMinutes(20));
            assertThat(credentials.isSession(cookie)).isTrue();
        }

        pass(Duration.ofMinutes(20));

        assertThat(credentials.isSession(cookie)).isFalse();
    }

    @Test
    void shouldForgetTheSessionThatWasUsedLongestAgoWhereThereAreTooMany() {
        Credentials credentials = open();
        String first = credentials.beginSession();
        String second = credentials.beginSession();
        String third = credentials.beginSession();
        assertThat(credentials.isSession(first)).isTrue();

        String fourth = credentials.beginSession();

        assertThat(credentials.isSession(second)).isFalse();
        assertThat(credentials.isSession(first)).isTrue();
        assertThat(credentials.isSession(third)).isTrue();
        assertThat(credentials.isSession(fourth)).isTrue();
        assertThat(credentials.isSession("nonsense")).isFalse();
    }
}
