package org.sekimori.control.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.Router;
import org.sekimori.control.http.listen.ListenAddress;
import org.sekimori.control.http.listen.TlsIdentity;
import org.sekimori.control.http.listen.TlsOptions;

/** TLS on a listener for every address, which is not loopback however one reaches it. */
final class TlsTest {
    private static TestServer server;

    @BeforeAll
    static void start() {
        HttpLimits patient =
                HttpLimits.DEFAULTS.with(new HttpLimits.Peers(64, 256, 64, 10_000, 10_000, 10_000, 10_000, 64));
        server = TestServer.start(patient, Set.of("box.example"), List.of(ListenAddress.parse("0.0.0.0:0")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static SSLContext trusting(Path folder) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("server.p12"))) {
            store.load(in, "sekimori".toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("sekimori"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static HttpResponse<String> get(String host)
            throws IOException, GeneralSecurityException, InterruptedException {
        HttpClient client = HttpClient.newBuilder()
                .sslContext(trusting(server.folder().resolve("tls")))
                .build();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("https://" + host + ":" + server.port() + "/api/v1/who"))
                .header("Authorization", "Bearer " + server.token())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }

    @Test
    void shouldServeByATrustedCertificateOfTheRightName() throws Exception {
        HttpResponse<String> answer = get("localhost");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
        assertThat(answer.headers().firstValue("strict-transport-security")).isEmpty();
    }

    @Test
    void shouldNotPassForAnotherName() {
        assertThatThrownBy(() -> get("127.0.0.1")).hasRootCauseInstanceOf(CertificateException.class);
    }

    @Test
    void shouldShowTheFingerprintThatClientsSee() throws Exception {
        String seen = run(
                "sh",
                "-c",
                "openssl s_client -connect 127.0.0.1:" + server.port()
                        + " </dev/null 2>/dev/null | openssl x509 -noout -fingerprint -sha256");

        assertThat(server.server().lines())
                .contains("TLS certificate (self-signed) SHA-256 fingerprint: "
                        + seen.strip().replaceFirst("(?i).*fingerprint=", ""));
    }

    @Test
    void shouldKeepTheKeyToItselfAndTheCertificateForTheNextStart() throws IOException {
        Path folder = server.folder().resolve("tls");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("server.p12"))))
                .isEqualTo("rw-------");
        TlsIdentity again = TlsIdentity.open(new TlsOptions.SelfSigned(folder), List.of("dns:other.example"));
        assertThat(server.server().lines()).anyMatch(line -> line.endsWith(again.fingerprint()));
    }

    @Test
    void shouldRefuseOldVersions() throws Exception {
        for (String version : List.of("TLSv1", "TLSv1.1")) {
            SSLContext context = trusting(server.folder().resolve("tls"));
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port())) {
                socket.setEnabledProtocols(new String[] {version});
                assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
            }
            String flag = version.equals("TLSv1") ? "--tlsv1.0" : "--tlsv1.1";
            String most = version.equals("TLSv1") ? "1.0" : "1.1";
            assertThat(run(
                            "curl",
                            "-sSk",
                            flag,
                            "--tls-max",
                            most,
                            "--ciphers",
                            "DEFAULT:@SECLEVEL=0",
                            "https://127.0.0.1:" + server.port() + "/"))
                    .startsWith("curl: (35)");
        }
        assertThat(run("curl", "-sSk", "--tls-max", "1.2", "https://127.0.0.1:" + server.port() + "/"))
                .contains("\"status\":401");
    }

    @Test
    void shouldSpeakNothingButFreshKeysAndAuthenticatedCiphers(@TempDir Path folder) throws Exception {
        String key = folder.resolve("key.pem").toString();
        String chain = folder.resolve("chain.pem").toString();
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                key,
                "-out",
                chain,
                "-subj",
                "/CN=own.example",
                "-days",
                "90");
        HttpOptions options = new HttpOptions(
                folder.resolve("api.sock"),
                List.of(ListenAddress.parse("0.0.0.0:0")),
                new TlsOptions.Pem(Path.of(chain), Path.of(key)),
                Set.of(),
                HttpLimits.DEFAULTS);
        try (HttpServer own =
                HttpServer.start(options, Router.builder().build(), Credentials.open(folder.resolve("token")))) {
            int port = own.ports().get(0);
            for (String weak : List.of(
                    "AES128-SHA",
                    "AES256-SHA256",
                    "AES128-GCM-SHA256",
                    "AES256-GCM-SHA384",
                    "ECDHE-RSA-AES128-SHA",
                    "ECDHE-RSA-AES256-SHA384",
                    "DHE-RSA-AES128-GCM-SHA256")) {
                assertThat(clientHello(port, weak)).as(weak).doesNotContain("Cipher is " + weak);
            }
            for (String good : List.of("ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-CHACHA20-POLY1305")) {
                assertThat(clientHello(port, good))
                        .as(good)
                        .contains("Cipher is " + good, "Compression: NONE", "Secure Renegotiation IS supported");
            }
            assertThat(renegotiation(port))
                    .contains("RENEGOTIATING")
                    .containsAnyOf("no renegotiation", "SSL alert", "errno");
        }
    }

    private static String clientHello(int port, String cipher) throws IOException, InterruptedException {
        return run(
                "openssl", "s_client", "-connect", "127.0.0.1:" + port, "-tls1_2", "-cipher", cipher + "@SECLEVEL=0");
    }

    /** The command R of s_client. */
    private static String renegotiation(int port) throws IOException, InterruptedException {
        return run(
                "sh",
                "-c",
                "{ sleep 1; echo R; sleep 1; } | timeout 10 openssl s_client -connect 127.0.0.1:" + port
                        + " -tls1_2 2>&1");
    }

    @Test
    void shouldBoundTheHandshakesOfOneAddress() {
        HttpLimits patient = HttpLimits.DEFAULTS.with(new HttpLimits.Times(
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1)));
        List<RawClient> silent = new ArrayList<>();
        try (TestServer other = TestServer.start(patient, Set.of(), List.of(ListenAddress.parse("0.0.0.0:0")))) {
            for (int i = 0; i < 17; i++) {
                silent.add(RawClient.connect(other.port()));
            }
            assertThat(silent.get(0).rest()).as("the oldest makes room").isEmpty();
        } finally {
            silent.forEach(RawClient::close);
        }
    }

    @Test
    void shouldCloseWhereJunkOrPlainTextComes() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 50; i++) {
            byte[] junk = new byte[random.nextInt(2000) + 6];
            random.nextBytes(junk);
            junk[0] = 'G';
            try (RawClient client = server.connect()) {
                client.send(junk);
                assertThat(client.rest()).doesNotContain("HTTP/1.1");
            }
        }
        try (RawClient client = server.connect()) {
            client.send("GET /api/v1/who HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(client.rest()).doesNotContain("HTTP/1.1");
        }
    }

    @Test
    void shouldSetACookieThatOnlyTlsCarries() throws IOException, InterruptedException {
        String said = run(
                "curl",
                "-sSki",
                "-H",
                "Content-Type: application/json",
                "-d",
                "{\"token\":\"" + server.token() + "\"}",
                "https://127.0.0.1:" + server.port() + "/api/v1/login");

        assertThat(said)
                .containsIgnoringCase("set-cookie: __Host-sekimori-session=")
                .containsIgnoringCase("; Secure;")
                .contains("SameSite=Strict");
    }

    @Test
    void shouldTakeTheUsersOwnCertificate(@TempDir Path folder) throws Exception {
        String key = folder.resolve("key.pem").toString();
        String chain = folder.resolve("chain.pem").toString();
        String subject = "/CN=own.example";
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                key,
                "-out",
                chain,
                "-subj",
                subject);
        Files.writeString(folder.resolve("password"), "hush hush\n");
        String p12 = folder.resolve("own.p12").toString();
        String passOut = "file:" + folder.resolve("password");
        run("openssl", "pkcs12", "-export", "-inkey", key, "-in", chain, "-out", p12, "-passout", passOut);

        TlsIdentity pem = TlsIdentity.open(new TlsOptions.Pem(Path.of(chain), Path.of(key)), List.of());
        TlsIdentity pkcs12 =
                TlsIdentity.open(new TlsOptions.Pkcs12(Path.of(p12), folder.resolve("password")), List.of());

        assertThat(pem.fingerprint()).isEqualTo(pkcs12.fingerprint()).hasSize(95);
        assertThat(pem.selfSigned()).isFalse();
        assertServes(new TlsOptions.Pem(Path.of(chain), Path.of(key)), folder);
    }

    /** Browsers are told to come by TLS only where somebody they trust vouches for the certificate. */
    private static void assertServes(TlsOptions tls, Path folder) throws Exception {
        HttpOptions options = new HttpOptions(
                folder.resolve("api.sock"),
                List.of(new ListenAddress.OfAddress(InetAddress.getByName("0.0.0.0"), 0)),
                tls,
                Set.of("own.example"),
                HttpLimits.DEFAULTS);
        Router routes = Router.builder()
                .open("GET", "/open", request -> HttpAnswer.text(200, "open"))
                .build();
        try (HttpServer own = HttpServer.start(options, routes, Credentials.open(folder.resolve("token")))) {
            int port = own.ports().get(0);
            String said = run(
                    "curl",
                    "-sSki",
                    "--resolve",
                    "own.example:" + port + ":127.0.0.1",
                    "https://own.example:" + port + "/open");
            assertThat(said)
                    .containsIgnoringCase("strict-transport-security: max-age=")
                    .endsWith("open");
        }
    }

    @Tag("long")
    @Test
    void shouldNotWaitForAHandshakeForEver() throws IOException {
        HttpLimits hasty = HttpLimits.DEFAULTS.with(new HttpLimits.Times(
                Duration.ofMillis(300),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(1)));
        try (TestServer other = TestServer.start(hasty, Set.of(), List.of(ListenAddress.parse("0.0.0.0:0")));
                Socket socket = new Socket("127.0.0.1", other.port());
                RawClient client = new RawClient(socket)) {
            assertThat(client.rest()).isEmpty();
        }
    }
}
