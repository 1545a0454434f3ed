package org.sekimori.control.plane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.client.ApiAnswer;
import org.sekimori.control.client.ApiClient;
import org.sekimori.policy.Policy;

/** The control plane while policies are checked that take as long as one likes. */
@Timeout(120)
@Tag("long")
final class ControlUnderLoadTest {
    private static final byte[] NOTHING = new byte[0];
    private static final String WHAT_IF = "/api/v1/policy/whatif";

    @TempDir
    Path folder;

    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger testing = new AtomicInteger();
    private final List<CompletableFuture<ApiAnswer>> slow = new ArrayList<>();
    private ControlBesideBox both;
    private ApiClient client;

    @BeforeEach
    void start() throws IOException {
        both = new ControlBesideBox(folder, this::failures);
        client = new ApiClient(both.paths.apiSocket(), Duration.ofSeconds(5));
        both.box.beat();
    }

    @AfterEach
    void stop() throws IOException {
        released.countDown();
        slow.forEach(CompletableFuture::join);
        both.close();
    }

    /** The tests of a heavy policy go on until they are released. */
    private List<String> failures(Policy policy) {
        if (policy.name().equals("heavy")) {
            testing.incrementAndGet();
            try {
                released.await();
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
            }
        }
        return List.of();
    }

    private static byte[] named(String name) {
        return ("version: 1\nname: " + name + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void askSlowly(String method, String path) {
        ApiClient patient = new ApiClient(both.paths.apiSocket(), Duration.ofSeconds(90));
        slow.add(CompletableFuture.supplyAsync(() -> patient.call(method, path, named("heavy")), task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        }));
    }

    @Test
    void shouldConfirmAndTellTheStatusWhilePoliciesAreChecked() throws InterruptedException {
        assertThat(client.call("PUT", "/api/v1/policy?confirm=60", named("tried"))
                        .status())
                .isEqualTo(200);
        for (int i = 0; i < 8; i++) {
            askSlowly("POST", "/api/v1/policy/validate");
        }
        askSlowly("PUT", "/api/v1/policy");
        askSlowly("POST", WHAT_IF);
        while (testing.get() == 0) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        TimeUnit.MILLISECONDS.sleep(200);

        assertThat(client.get("/api/v1/status").status()).isEqualTo(200);
        assertThat(client.get("/healthz").status())
                .as("an answer, whatever the box's heartbeat")
                .isIn(200, 503);
        ApiAnswer confirmed = client.call("POST", "/api/v1/policy/confirm", NOTHING);
        assertThat(confirmed.text()).contains("\"outcome\":\"in-force\"");
        assertThat(confirmed.status()).isEqualTo(200);
        assertThat(client.call("POST", "/api/v1/policy/rollback", NOTHING).status())
                .isEqualTo(200);
        assertThat(client.call("DELETE", WHAT_IF, NOTHING).status()).isLessThan(500);
        assertThat(slow).noneMatch(CompletableFuture::isDone);
    }
}
