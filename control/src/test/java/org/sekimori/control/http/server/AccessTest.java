package org.sekimori.control.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.control.http.listen.ListenAddress;

/** Who is heard on TCP, and from where. */
final class AccessTest {
    private static final HttpLimits PATIENT =
            HttpLimits.DEFAULTS.with(new HttpLimits.Peers(64, 256, 64, 10_000, 10_000, 10_000, 10_000, 64));

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(
                PATIENT, Set.of("box.example"), List.of(new ListenAddress.OfAddress(TestServer.LOOPBACK, 0)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawClient.Answer ask(String line, String... headers) {
        return ask(line, "", headers);
    }

    private static RawClient.Answer ask(String line, String body, String[] headers) {
        StringBuilder text = new StringBuilder(line).append(" HTTP/1.1\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
        try (RawClient client = server.connect()) {
            return client.send(text.toString()).answer();
        }
    }

    private static String host() {
        return "Host: " + server.host();
    }

    private static String bearer() {
        return "Authorization: Bearer " + server.token();
    }

    private static String origin(String suffix) {
        return "Origin: http://" + server.host() + suffix;
    }

    private static String login() {
        RawClient.Answer answer =
                ask("POST /api/v1/login", "{\"token\":\"" + server.token() + "\"}", new String[] {host()});
        assertThat(answer.status()).isEqualTo(204);
        return answer.header("set-cookie");
    }

    private static String cookie(String setCookie) {
        return "Cookie: " + setCookie.substring(0, setCookie.indexOf(';'));
    }

    @Test
    void shouldRefuseWhoShowsNoToken() {
        RawClient.Answer answer = ask("GET /api/v1/who", host());

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("www-authenticate")).isEqualTo("Bearer realm=\"sekimori\"");
        assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
    }

    @Test
    void shouldNotTellStrangersWhatPathsThereAre() {
        assertThat(ask("GET /api/v1/nothing", host()).status()).isEqualTo(401);
        assertThat(ask("DELETE /api/v1/who", host()).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "Bearer x", "Basic eDp5", "Bearer", "", "Bearer \u00e9"})
    void shouldRefuseWrongTokens(String authorization) {
        assertThat(ask("GET /api/v1/who", host(), "Authorization: " + authorization)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void shouldRefuseTwoTokens() {
        assertThat(ask("GET /api/v1/who", host(), bearer(), bearer()).status()).isEqualTo(401);
    }

    @Test
    void shouldHearWhoShowsTheToken() {
        RawClient.Answer answer = ask("GET /api/v1/who", host(), bearer());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("token@127.0.0.1");
    }

    @Test
    void shouldSetACookieThatScriptsAndOtherSitesCannotUse() {
        String cookie = login();

        assertThat(cookie)
                .matches(
                        "sekimori-session=[A-Za-z0-9_-]{43}; Max-Age=43200; Expires=[^;]+; Path=/; HTTPOnly; SameSite=Strict");
        assertThat(ask("GET /api/v1/who", host(), cookie(cookie)).body()).isEqualTo("session@127.0.0.1");
    }

    @Test
    void shouldEndTheSessionOnLogout() {
        String cookie = cookie(login());

        RawClient.Answer answer = ask("POST /api/v1/logout", host(), cookie, origin(""));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("set-cookie")).startsWith("sekimori-session=; Max-Age=0;");
        assertThat(ask("GET /api/v1/who", host(), cookie).status()).isEqualTo(401);
    }

    @Test
    void shouldRefuseTwoSessionCookies() {
        String cookie = cookie(login());

        assertThat(ask("GET /api/v1/who", host(), cookie + "; " + cookie.substring(8))
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"token\":\"wrong\"}", "{\"token\":\"\"}"})
    void shouldRefuseToLogInWithAWrongToken(String body) {
        assertThat(ask("POST /api/v1/login", body, new String[] {host()}).status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "token=secret", "{}", "[]", "{\"token\":1}", "{\"token\":\"a\",\"b\":1}", "{\"token\":\"se"})
    void shouldNotQuoteWhatIsNoLogin(String body) {
        RawClient.Answer answer = ask("POST /api/v1/login", body, new String[] {host()});

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:80",
                "127.0.0.1.evil.example",
                "127.0.0.2",
                "[::1]",
                "localhost.",
                "localhost:x",
                "2130706433",
                "0x7f.1",
                "",
                "box.example.evil.example",
                "user@127.0.0.1"
            })
    void shouldRefuseANameThatIsNotItsOwn(String host) {
        assertThat(ask("GET /api/v1/who", "Host: " + host, bearer()).status()).isEqualTo(421);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:9", "localhost", "LOCALHOST:80", "box.example", "Box.Example:8443"})
    void shouldKnowItsOwnNames(String host) {
        assertThat(ask("GET /api/v1/who", "Host: " + host, bearer()).status()).isEqualTo(200);
    }

    @Test
    void shouldRefuseNoHostAndTwo() {
        assertThat(ask("GET /api/v1/who", bearer()).status()).isEqualTo(421);
        assertThat(ask("GET /api/v1/who", host(), host(), bearer()).status()).isIn(400, 421);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // What a page of another site makes a browser send.
                "PUT | Origin: http://evil.example                | 403",
                "PUT | Origin: null                               | 403",
                "PUT | Sec-Fetch-Site: cross-site                 | 403",
                "PUT | Sec-Fetch-Site: same-site                  | 403",
                "PUT | Sec-Fetch-Site: none                       | 403",
                "GET | Origin: http://evil.example                | 403",
                "GET | Sec-Fetch-Site: cross-site                 | 403",
                "GET | Sec-Fetch-Site: same-site                  | 403",
                // An old browser's form says nothing.
                "PUT | X: y                                       | 403",
                // What the server's own page makes it send, and what the user types.
                "PUT | Sec-Fetch-Site: same-origin                | 200",
                "GET | Sec-Fetch-Site: same-origin                | 200",
                "GET | Sec-Fetch-Site: none                       | 200",
                "GET | X: y                                       | 200"
            })
    void shouldTakeACookieFromItsOwnPagesOnly(String method, String header, int status) {
        String path = method.equals("PUT") ? "/api/v1/echo" : "/api/v1/who";

        assertThat(ask(method + " " + path, host(), cookie(login()), header).status())
                .isEqualTo(status);
    }

    @Test
    void shouldTakeAChangeWithItsOwnOrigin() {
        String cookie = cookie(login());

        assertThat(ask("PUT /api/v1/echo", host(), cookie, origin("")).status()).isEqualTo(200);
        assertThat(ask("PUT /api/v1/echo", host(), cookie, origin("9")).status())
                .isEqualTo(403);
        assertThat(ask("PUT /api/v1/echo", host(), cookie, origin("").replace("http:", "https:"))
                        .status())
                .isEqualTo(403);
        assertThat(ask("PUT /api/v1/echo", host(), cookie, origin(""), origin(""))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void shouldRefuseAFormOfAnotherSite() {
        RawClient.Answer answer = ask("POST /api/v1/logout", "a=b", new String[] {
            host(),
            cookie(login()),
            "Origin: https://evil.example",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Mode: navigate",
            "Content-Type: application/x-www-form-urlencoded"
        });

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void shouldRefuseAnotherSitesLogin() {
        RawClient.Answer answer = ask("POST /api/v1/login", "{\"token\":\"" + server.token() + "\"}", new String[] {
            host(), "Origin: http://evil.example"
        });

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void shouldLetNoOtherSiteAskBeforehand() {
        RawClient.Answer answer = ask("OPTIONS /api/v1/echo", host(), bearer(), origin(""));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("allow")).isEqualTo("PUT");
        assertThat(answer.head().toLowerCase()).doesNotContain("access-control");
    }

    @Test
    void shouldTellBrowsersToTrustAnswersWithNothing() {
        RawClient.Answer answer = ask("GET /api/v1/who", host(), bearer());

        assertThat(answer.header("content-security-policy")).contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.header("referrer-policy")).isEqualTo("no-referrer");
        assertThat(answer.header("strict-transport-security")).isEmpty();
        assertThat(answer.header("server")).isEmpty();
    }
}
