package org.sekimori.control.plane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.client.ApiAnswer;
import org.sekimori.control.client.ApiClient;
import org.sekimori.control.http.Route;
import org.sekimori.control.reload.OwnTests;
import org.sekimori.policy.ShippedPolicy;

/** The whole control plane beside a box without ports, asked everything, and its answers against the OpenAPI file. */
@Timeout(120)
final class OpenApiTest {
    private static final int SOURCE = 0xC633_6407;
    private static final byte[] NOTHING = new byte[0];

    @TempDir
    Path folder;

    private final Set<String> seen = new TreeSet<>();
    private ControlBesideBox both;
    private ApiClient client;
    private ApiDescription description;

    @BeforeEach
    void start() throws IOException {
        both = new ControlBesideBox(folder, OwnTests.NONE);
        client = new ApiClient(both.paths.apiSocket());
        description = new ApiDescription(client.get("/api/v1/openapi.yaml").text());
    }

    @AfterEach
    void stop() throws IOException {
        both.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Calls, checks the answer and remembers that this was seen. */
    private ApiAnswer call(String operation, String path, byte[] body) {
        both.box.beat();
        ApiAnswer answer = client.call(operation.substring(0, operation.indexOf(' ')), path, body);
        seen.add(description.check(operation, answer));
        return answer;
    }

    private void call(int status, String operation, String query, byte[] body) {
        String path = operation.substring(operation.indexOf(' ') + 1) + query;
        assertThat(call(operation, path, body).status()).as(path).isEqualTo(status);
    }

    private void callToReplaceAnother(String method, String path, byte[] body) {
        ApiAnswer answer = client.call(method, path, body, Map.of("If-Match", "\"00000001\""));
        seen.add(description.check(method + " " + path, answer));
        assertThat(answer.status()).isEqualTo(412);
    }

    @Test
    void shouldBeTheFileInTheTree() throws IOException {
        assertThat(client.get("/api/v1/openapi.yaml").text())
                .isEqualTo(Files.readString(Path.of("..", "docs", "openapi.yaml")));
    }

    @Test
    void shouldDescribeEveryRouteAndNoOther() {
        Set<String> routes = both.control.routes().stream()
                .map(route -> route.method() + " " + route.template())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(description.operations()).isEqualTo(routes);
        for (Route route : both.control.routes()) {
            String operation = route.method() + " " + route.template();
            assertThat(description.isOpen(operation)).as(operation).isEqualTo(route.open());
        }
    }

    @Tag("long")
    @Test
    void shouldAnswerAsDescribed() throws IOException, InterruptedException {
        askTheServer();
        askTheBox();
        changeThePolicy();
        compareAnother();
        askWhereTheBoxIsGone();

        Set<String> unseen = new TreeSet<>(description.statuses());
        unseen.removeAll(seen);
        assertThat(unseen)
                .as("all but a box that refuses, which only a broken image brings about, and a"
                        + " broken or busy reload, which the end points' own test has")
                .allMatch(response -> response.endsWith(" 502")
                        || Set.of("POST /api/v1/policy/reload 422", "POST /api/v1/policy/reload 503")
                                .contains(response));
    }

    private void askTheServer() {
        call(200, "GET /api/v1/openapi.yaml", "", NOTHING);
        call(400, "POST /api/v1/login", "", NOTHING);
        call(401, "POST /api/v1/login", "", bytes("{\"token\":\"wrong\"}"));
        ApiAnswer renewed = call("POST /api/v1/token", "/api/v1/token", NOTHING);
        call(204, "POST /api/v1/login", "", renewed.body());
        call(204, "POST /api/v1/logout", "", NOTHING);
    }

    private void askTheBox() throws InterruptedException {
        call(200, "GET /healthz", "", NOTHING);
        call(200, "GET /metrics", "", NOTHING);
        both.box.drop(SOURCE, "ntp");
        call(200, "GET /api/v1/status", "", NOTHING);
        call(200, "GET /api/v1/status", "?as=text", NOTHING);
        call(400, "GET /api/v1/status", "?as=xml", NOTHING);
        call(200, "GET /api/v1/counters", "", NOTHING);
        call(200, "GET /api/v1/events", "?last=10", NOTHING);
        call(400, "GET /api/v1/events", "?last=x", NOTHING);
        call(400, "GET /api/v1/events.pcap", "?seconds=0", NOTHING);
        followEvents();
        ApiAnswer capture = client.download("/api/v1/events.pcap?seconds=1", piece -> {});
        seen.add(description.check("GET /api/v1/events.pcap", capture));
    }

    private void followEvents() throws InterruptedException {
        List<String> events = new ArrayList<>();
        CountDownLatch arrived = new CountDownLatch(1);
        Thread listener = new Thread(() -> client.stream("/api/v1/events", event -> {
            events.add(event);
            arrived.countDown();
        }));
        listener.setDaemon(true);
        listener.start();
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!arrived.await(50, TimeUnit.MILLISECONDS) && System.nanoTime() - endNs < 0) {
            both.box.drop(SOURCE, "ntp");
        }
        assertThat(events).isNotEmpty();
        description.checkEvent(events.get(0));
    }

    private void changeThePolicy() {
        String text = ShippedPolicy.text();
        byte[] policy = bytes(text);
        byte[] other = bytes(text + "\n# another\n");
        call(200, "GET /api/v1/policy", "", NOTHING);
        call(200, "POST /api/v1/policy/validate", "?source=office.yaml", policy);
        call(200, "POST /api/v1/policy/validate", "", bytes("nonsense: true"));
        call(200, "PUT /api/v1/policy", "?source=office.yaml", policy);
        call(422, "PUT /api/v1/policy", "", bytes("nonsense: true"));
        callToReplaceAnother("PUT", "/api/v1/policy", other);
        call(400, "PUT /api/v1/policy", "?confirm=-1", policy);
        call(200, "PUT /api/v1/policy", "?confirm=60", bytes(text.replaceFirst("name: \\S+", "name: other")));
        call(200, "GET /api/v1/policy", "", NOTHING);
        call(200, "GET /api/v1/policy", "?as=yaml", NOTHING);
        call(200, "POST /api/v1/policy/confirm", "", NOTHING);
        call(409, "POST /api/v1/policy/confirm", "", NOTHING);
        call(200, "GET /api/v1/policy/history", "", NOTHING);
        call("GET /api/v1/policy/history/{id}", "/api/v1/policy/history/1", NOTHING);
        call("GET /api/v1/policy/history/{id}", "/api/v1/policy/history/1?as=yaml", NOTHING);
        call("GET /api/v1/policy/history/{id}", "/api/v1/policy/history/999", NOTHING);
        call(200, "POST /api/v1/policy/rollback", "", NOTHING);
        callToReplaceAnother("POST", "/api/v1/policy/rollback", NOTHING);
        call(409, "POST /api/v1/policy/rollback", "?id=999", NOTHING);
        call(409, "PUT /api/v1/policy", "?lists=0123456789ab", policy);
        call(400, "PUT /api/v1/policy", "?lists=x", policy);
        call(200, "POST /api/v1/policy/reload", "", NOTHING);
        call(400, "POST /api/v1/policy/reload", "?accept-lists=yes", NOTHING);
        call(200, "POST /api/v1/policy/rollback", "", NOTHING);
    }

    private void compareAnother() {
        call(200, "POST /api/v1/policy/whatif", "?seconds=60", bytes(ShippedPolicy.text()));
        call(422, "POST /api/v1/policy/whatif", "", bytes("nonsense: true"));
        call(200, "GET /api/v1/policy/whatif", "", NOTHING);
        call(400, "GET /api/v1/policy/whatif", "?hosts=-1", NOTHING);
        call(204, "DELETE /api/v1/policy/whatif", "", NOTHING);
    }

    private void askWhereTheBoxIsGone() throws IOException {
        call(200, "PUT /api/v1/policy", "?confirm=60", bytes(ShippedPolicy.text()));
        both.endBox();
        Files.delete(both.paths.boxState());
        call(503, "GET /healthz", "", NOTHING);
        call(503, "GET /api/v1/counters", "", NOTHING);
        call(200, "GET /api/v1/status", "", NOTHING);
        call(503, "GET /api/v1/events.pcap", "", NOTHING);
        call(503, "PUT /api/v1/policy", "", bytes(ShippedPolicy.text().replaceFirst("name: \\S+", "name: third")));
        call(503, "POST /api/v1/policy/rollback", "", NOTHING);
        call(503, "POST /api/v1/policy/confirm", "", NOTHING);
        call(202, "POST /api/v1/policy/reload", "", NOTHING);
        call(503, "POST /api/v1/policy/whatif", "", bytes(ShippedPolicy.text()));
        call(503, "DELETE /api/v1/policy/whatif", "", NOTHING);
    }
}
