package org.sekimori.control.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.client.ApiAnswer;
import org.sekimori.control.client.JsonBody;
import org.sekimori.control.history.HistoryLimits;
import org.sekimori.control.history.PolicyHistory;
import org.sekimori.control.http.BadRequestException;
import org.sekimori.control.http.Caller;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.HttpRequest;
import org.sekimori.control.http.Route;
import org.sekimori.control.http.Router;
import org.sekimori.control.reload.OwnTests;
import org.sekimori.control.reload.PolicyLoader;
import org.sekimori.control.reload.PolicyOrigin;
import org.sekimori.control.reload.PolicyService;
import org.sekimori.control.reload.PolicySetup;
import org.sekimori.control.reload.TestBox;

class PolicyEndpointsTest {
    private static final String OPEN = "version: 1\nname: open\n";
    private static final String BAD = "version: 1\nrulez: []\n";

    @TempDir
    Path folder;

    private TestBox box;
    private Router router;
    private HttpAnswer last;

    @BeforeEach
    void start() throws Exception {
        Path file = Files.writeString(folder.resolve("office.yaml"), "version: 1\nname: office\n");
        box = new TestBox(folder);
        PolicyHistory history = PolicyHistory.open(folder.resolve("history"), HistoryLimits.DEFAULT, line -> {});
        PolicyService policies = new PolicyService(new PolicySetup(
                new PolicyLoader(PolicyOrigin.of(file)),
                box,
                box::sight,
                history,
                OwnTests.NONE,
                Clock.systemUTC(),
                line -> {},
                line -> {}));
        policies.start();
        policies.look();
        Router.Builder routes = Router.builder();
        new PolicyEndpoints(policies).addTo(routes);
        router = routes.build();
    }

    @Test
    void shouldShowThePolicyInForceWithItsTag() throws Exception {
        JsonBody body = ask("GET", "/api/v1/policy", "", "");
        assertThat(body.object("policy").text("name")).isEqualTo("office");
        assertThat(body.isTrue("unconfirmed")).isFalse();
        assertThat(last.headers().get("ETag"))
                .isEqualTo('"' + body.object("policy").text("checksum") + '"');
        ask("GET", "/api/v1/policy", "as=yaml", "");
        assertThat(new String(last.body(), StandardCharsets.UTF_8)).isEqualTo("version: 1\nname: office\n");
    }

    @Test
    void shouldPutAPolicyInForceAndSayByWhom() throws Exception {
        JsonBody body = ask("PUT", "/api/v1/policy", "source=mine.yaml", OPEN);
        assertThat(last.status()).isEqualTo(200);
        assertThat(body.text("outcome")).isEqualTo("in-force");
        assertThat(body.object("policy").text("by")).isEqualTo("alice");
        assertThat(body.object("policy").text("trigger")).isEqualTo("command");
        assertThat(body.object("policy").text("source")).isEqualTo("mine.yaml");
        assertThat(body.number("epoch")).isEqualTo(box.epoch());
        assertThat(box.policyName()).isEqualTo("open");
    }

    @Test
    void shouldSayWhereABadPolicyIsWrong() throws Exception {
        JsonBody body = ask("PUT", "/api/v1/policy", "", BAD);
        assertThat(last.status()).isEqualTo(422);
        assertThat(last.contentType()).isEqualTo("application/problem+json");
        JsonBody finding = body.objects("findings").get(0);
        assertThat(finding.number("line")).isEqualTo(2);
        assertThat(finding.number("column")).isEqualTo(1);
        assertThat(finding.text("severity")).isEqualTo("error");
        assertThat(box.policyName()).isEqualTo("office");
        assertThat(ask("POST", "/api/v1/policy/validate", "", BAD).isTrue("ok")).isFalse();
        assertThat(ask("POST", "/api/v1/policy/validate", "", OPEN).isTrue("ok"))
                .isTrue();
        assertThat(box.policyName()).isEqualTo("office");
    }

    @Test
    void shouldReplaceOnlyThePolicyThatIsMeant() throws Exception {
        ask("GET", "/api/v1/policy", "", "");
        String tag = last.headers().get("ETag");
        call("PUT", "/api/v1/policy", "", OPEN, tag);
        assertThat(last.status()).isEqualTo(200);
        call("PUT", "/api/v1/policy", "", "version: 1\nname: other\n", tag);
        assertThat(last.status()).isEqualTo(412);
        assertThat(box.policyName()).isEqualTo("open");
        assertThatThrownBy(() -> call("PUT", "/api/v1/policy", "", OPEN, "W/\"x\""))
                .isInstanceOf(BadRequestException.class);
    }

    @Test
    void shouldTryConfirmAndGoBack() throws Exception {
        assertThat(ask("PUT", "/api/v1/policy", "confirm=60", OPEN).text("outcome"))
                .isEqualTo("unconfirmed");
        JsonBody trial = ask("GET", "/api/v1/policy", "", "");
        assertThat(trial.isTrue("unconfirmed")).isTrue();
        assertThat(trial.object("returns").text("name")).isEqualTo("office");
        ask("POST", "/api/v1/policy/confirm", "", "");
        assertThat(last.status()).isEqualTo(200);
        ask("POST", "/api/v1/policy/confirm", "", "");
        assertThat(last.status()).isEqualTo(409);
        ask("POST", "/api/v1/policy/rollback", "", "");
        assertThat(box.policyName()).isEqualTo("office");
        ask("POST", "/api/v1/policy/rollback", "id=9", "");
        assertThat(last.status()).isEqualTo(409);
        JsonBody history = ask("GET", "/api/v1/policy/history", "", "");
        assertThat(history.objects("entries")).hasSize(3);
        assertThat(ask("GET", "/api/v1/policy/history/2", "", "").text("outcome"))
                .isEqualTo("superseded");
        ask("GET", "/api/v1/policy/history/9", "", "");
        assertThat(last.status()).isEqualTo(404);
    }

    @Test
    void shouldSayThatNoBoxAnswers() throws Exception {
        box.reachable(false);
        ask("PUT", "/api/v1/policy", "", OPEN);
        assertThat(last.status()).isEqualTo(503);
        assertThat(ask("GET", "/api/v1/policy/history", "", "").objects("entries"))
                .hasSize(1);
    }

    @Test
    void shouldRefuseWhatIsNoText() {
        assertThatThrownBy(() -> answer("PUT", "/api/v1/policy", "", new byte[] {(byte) 0xff}, ""))
                .isInstanceOf(BadRequestException.class)
                .hasMessage("the body is not UTF-8 text");
    }

    @Test
    void shouldReloadTheFileAndSayWhatItReplaced() throws Exception {
        ask("PUT", "/api/v1/policy", "", OPEN);
        JsonBody standing = ask("GET", "/api/v1/policy", "", "").object("standing");
        assertThat(standing.text("from")).isEqualTo("push");
        assertThat(standing.text("by")).isEqualTo("alice");
        assertThat(standing.object("file").isTrue("differs")).isTrue();
        assertThat(standing.text("next-start")).isEqualTo("in-force");
        JsonBody reloaded = ask("POST", "/api/v1/policy/reload", "", "");
        assertThat(last.status()).isEqualTo(200);
        assertThat(reloaded.texts("remarks"))
                .containsExactly("it takes the place of 'open' (entry 2, pushed by alice)");
        assertThat(box.policyName()).isEqualTo("office");
        assertThat(ask("GET", "/api/v1/policy", "", "")
                        .object("standing")
                        .object("file")
                        .isTrue("differs"))
                .isFalse();
        Files.writeString(folder.resolve("office.yaml"), BAD);
        assertThat(ask("POST", "/api/v1/policy/reload", "", "").objects("findings"))
                .isNotEmpty();
        assertThat(last.status()).isEqualTo(422);
        box.reachable(false);
        Files.writeString(folder.resolve("office.yaml"), "version: 1\nname: later\n");
        assertThat(ask("POST", "/api/v1/policy/reload", "", "").text("outcome")).isEqualTo("waiting");
        assertThat(last.status()).isEqualTo(202);
    }

    private JsonBody ask(String method, String path, String query, String body) throws Exception {
        return call(method, path, query, body, "");
    }

    private JsonBody call(String method, String path, String query, String body, String ifMatch) throws Exception {
        last = answer(method, path, query, body.getBytes(StandardCharsets.UTF_8), ifMatch);
        return JsonBody.of(new ApiAnswer(last.status(), last.contentType(), last.body()));
    }

    private HttpAnswer answer(String method, String path, String query, byte[] body, String ifMatch) throws Exception {
        Router.Match match = router.find(method, path).orElseThrow();
        Map<String, String> parameters = query.isEmpty()
                ? Map.of()
                : Map.of(query.substring(0, query.indexOf('=')), query.substring(query.indexOf('=') + 1));
        HttpRequest request = new HttpRequest(
                method, path, parameters, match.pathParameters(), body, Caller.peer("alice"), "", ifMatch);
        return ((Route.Answer) match.route().target()).endpoint().handle(request);
    }
}
