package org.sekimori.control.http.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates as time goes by, and as their files change. */
@Tag("long")
final class ServerCertificateTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private final TestClock clock = new TestClock();

    /** Goes as the test says. */
    private static final class TestClock extends Clock {
        private Instant now = NOW;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private ServerCertificate open(TlsOptions options) {
        return ServerCertificate.open(options, List.of("dns:localhost"), clock, said::add);
    }

    private TlsOptions own() {
        return new TlsOptions.SelfSigned(folder.resolve("tls"));
    }

    private TlsOptions.Pem given() {
        return new TlsOptions.Pem(folder.resolve("chain.pem"), folder.resolve("key.pem"));
    }

    private static void run(List<String> words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    /** A new key and certificate, valid for so many days from the machine's own now. */
    private void make(String name, int days) throws IOException, InterruptedException {
        run(List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-keyout",
                folder.resolve(name + "-key.pem").toString(),
                "-out",
                folder.resolve(name + "-chain.pem").toString(),
                "-subj",
                "/CN=" + name,
                "-days",
                Integer.toString(days)));
    }

    private void install(String chain, String key) throws IOException {
        replace(folder.resolve(chain + "-chain.pem"), given().chain());
        replace(folder.resolve(key + "-key.pem"), given().key());
    }

    private void replace(Path source, Path place) throws IOException {
        Path fresh = Files.copy(source, folder.resolve("fresh"));
        Files.move(fresh, place, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void shouldMakeOneThatIsValidThoughTheClockIsNotSetYet() {
        clock.now = Instant.parse("1970-01-01T00:01:00Z");
        ServerCertificate certificate = open(own());
        String fingerprint = certificate.current().fingerprint();
        assertThat(certificate.current().validFrom()).isBefore(NOW);
        assertThat(certificate.current().validUntil()).isAfter(NOW.plus(Duration.ofDays(3000)));

        clock.now = NOW;
        certificate.look();
        assertThat(certificate.current().fingerprint()).isEqualTo(fingerprint);
        assertThat(said).isEmpty();
    }

    @Test
    void shouldReplaceOneThatWasMadeInTheWrongYear() throws Exception {
        Path tls = Files.createDirectory(folder.resolve("tls"));
        run(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "sekimori",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-startdate",
                "1970/01/02 00:00:00",
                "-validity",
                "3650",
                "-dname",
                "CN=sekimori",
                "-storetype",
                "PKCS12",
                "-storepass",
                "sekimori",
                "-keystore",
                tls.resolve("server.p12").toString()));
        clock.now = Instant.parse("1970-01-03T00:00:00Z");
        ServerCertificate certificate = open(own());
        String old = certificate.current().fingerprint();

        clock.now = NOW;
        certificate.look();
        assertThat(certificate.current().fingerprint()).isNotEqualTo(old);
        assertThat(certificate.current().validUntil()).isAfter(NOW);
        assertThat(said)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("new TLS certificate, valid until ")
                        .endsWith(certificate.current().fingerprint()));
    }

    @Test
    void shouldRenewItsOwnBeforeItExpires() {
        ServerCertificate certificate = open(own());
        String old = certificate.current().fingerprint();
        Instant end = certificate.current().validUntil();

        clock.now = end.minus(Duration.ofDays(31));
        certificate.look();
        assertThat(certificate.current().fingerprint()).isEqualTo(old);
        clock.now = end.minus(Duration.ofDays(29));
        certificate.look();
        assertThat(certificate.current().fingerprint()).isNotEqualTo(old);
        assertThat(open(own()).current().fingerprint())
                .as("after a restart")
                .isEqualTo(certificate.current().fingerprint());
    }

    @Test
    void shouldReadGivenFilesAgainWhenTheyChange() throws Exception {
        make("one", 90);
        make("two", 90);
        install("one", "one");
        clock.now = Instant.now();
        ServerCertificate certificate = open(given());
        String old = certificate.current().fingerprint();

        install("two", "one");
        certificate.look();
        certificate.look();
        assertThat(certificate.current().fingerprint()).as("a half renewal").isEqualTo(old);
        assertThat(said)
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("key.pem is not the key of the certificate in ")
                        .endsWith("; the one before stays in use"));

        install("two", "two");
        certificate.look();
        certificate.look();
        assertThat(certificate.current().fingerprint()).isNotEqualTo(old);
        assertThat(said.get(1)).startsWith("new TLS certificate, valid until ");

        Files.writeString(given().chain(), "nonsense");
        certificate.reload();
        assertThat(said.get(2)).contains("chain.pem").endsWith("; the one before stays in use");
    }

    @Test
    void shouldRefuseToStartWithAKeyOfAnotherCertificate() throws Exception {
        make("one", 90);
        make("two", 90);
        install("one", "two");
        assertThatThrownBy(() -> open(given()))
                .isInstanceOf(ListenException.class)
                .hasMessage("TLS certificate: " + given().key() + " is not the key of the certificate in "
                        + given().chain());
        Files.delete(given().key());
        assertThatThrownBy(() -> open(given()))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining(given().key() + ": there is no such file");
        Files.writeString(given().key(), "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
        assertThatThrownBy(() -> open(given())).hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    }

    @Test
    void shouldSayThatAGivenOneExpires() throws Exception {
        make("one", 90);
        install("one", "one");
        clock.now = Instant.now();
        ServerCertificate certificate = open(given());
        assertThat(certificate.warning()).isEmpty();

        Instant end = certificate.current().validUntil();
        clock.now = end.minus(Duration.ofDays(29));
        certificate.look();
        certificate.look();
        assertThat(said)
                .as("once")
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith(
                                "warning: TLS certificate expires at " + end + "; put another in " + given().chain()));
        clock.now = end.plus(Duration.ofDays(1));
        certificate.look();
        assertThat(said).hasSize(2);
        assertThat(said.get(1)).startsWith("warning: TLS certificate expired at " + end);
        said.clear();
        open(given());
        assertThat(said).as("at the start").hasSize(1);
    }
}
