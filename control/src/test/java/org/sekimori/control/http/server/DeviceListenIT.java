package org.sekimori.control.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.Router;
import org.sekimori.control.http.listen.ListenAddress;
import org.sekimori.control.http.listen.TlsOptions;
import org.sekimori.dataplane.linux.TestNamespace;

/** A machine with a management device and another one, and a client at each. */
final class DeviceListenIT {
    private static final int PORT = 18443;

    @TempDir
    Path folder;

    private final List<String> said = new CopyOnWriteArrayList<>();
    private TestNamespace box;
    private TestNamespace admin;
    private TestNamespace stranger;

    @BeforeEach
    void build() {
        box = TestNamespace.create("box");
        admin = TestNamespace.create("admin");
        stranger = TestNamespace.create("stranger");
        TestNamespace.link(box, "mgmt0", admin, "eth0");
        TestNamespace.link(box, "other0", stranger, "eth0");
        box.exec("ip", "address", "add", "192.0.2.1/24", "dev", "mgmt0");
        admin.exec("ip", "address", "add", "192.0.2.2/24", "dev", "eth0");
        box.exec("ip", "address", "add", "198.51.100.1/24", "dev", "other0");
        stranger.exec("ip", "address", "add", "198.51.100.2/24", "dev", "eth0");
        stranger.exec("ip", "route", "add", "192.0.2.0/24", "via", "198.51.100.1");
    }

    @AfterEach
    void remove() {
        stranger.close();
        admin.close();
        box.close();
    }

    private HttpServer start(String... listeners) {
        HttpOptions options = new HttpOptions(
                folder.resolve("api.sock"),
                List.of(listeners).stream().map(ListenAddress::parse).toList(),
                new TlsOptions.SelfSigned(folder.resolve("tls")),
                Set.of(),
                HttpLimits.DEFAULTS);
        Router routes = Router.builder()
                .open("GET", "/open", request -> HttpAnswer.text(200, "open"))
                .build();
        return box.call(() -> HttpServer.start(options, routes, Credentials.open(folder.resolve("token")), said::add));
    }

    private static String curl(TestNamespace from, String address, int port) {
        return from.exec("sh", "-c", "curl -sSk --max-time 3 https://" + address + ":" + port + "/open 2>&1 || true");
    }

    @Test
    void shouldBeReachedByItsDeviceOnly() {
        try (HttpServer server = start("mgmt0:" + PORT)) {
            assertThat(server.lines()).contains("listening on https://mgmt0:" + PORT + " (tied to the device)");
            assertThat(curl(admin, "192.0.2.1", PORT)).isEqualTo("open");
            assertThat(curl(stranger, "192.0.2.1", PORT)).startsWith("curl: (");
            assertThat(curl(stranger, "198.51.100.1", PORT)).startsWith("curl: (");
            assertThat(curl(box, "127.0.0.1", PORT)).startsWith("curl: (");
        }
    }

    @Test
    void shouldFollowTheDevicesAddresses() {
        try (HttpServer server = start("mgmt0:" + PORT)) {
            box.exec("ip", "address", "flush", "dev", "mgmt0");
            box.exec("ip", "address", "add", "192.0.2.77/24", "dev", "mgmt0");

            assertThat(curl(admin, "192.0.2.77", PORT)).isEqualTo("open");
        }
    }

    @Test
    void shouldTieItsDevicesAddressesWhereThePortIsInUseElsewhere() {
        try (HttpServer server = start("127.0.0.1:" + PORT, "mgmt0:" + PORT)) {
            assertThat(server.lines()).anyMatch(line -> line.contains("tied to the device: the port is in use"));
            assertThat(curl(admin, "192.0.2.1", PORT)).isEqualTo("open");
            assertThat(curl(stranger, "192.0.2.1", PORT)).startsWith("curl: (");
        }
    }

    @Test
    void shouldListenOnAnAddress() {
        try (HttpServer server = start("192.0.2.1:" + PORT)) {
            assertThat(server.lines()).contains("listening on https://192.0.2.1:" + PORT);
            assertThat(curl(admin, "192.0.2.1", PORT)).isEqualTo("open");
            assertThat(curl(stranger, "198.51.100.1", PORT)).startsWith("curl: (");
        }
    }

    @Test
    void shouldTakeUpADeviceThatWasMadeAnew() {
        try (HttpServer server = start("mgmt0:" + PORT)) {
            box.exec("ip", "link", "delete", "mgmt0");
            tend(server);
            assertThat(server.lines())
                    .contains("not listening on mgmt0:" + PORT + ": there is no interface 'mgmt0'; it is waited for");
            assertThat(server.listening()).containsEntry("mgmt0:" + PORT, false);

            TestNamespace.link(box, "mgmt0", admin, "eth0");
            box.exec("ip", "address", "add", "192.0.2.1/24", "dev", "mgmt0");
            admin.exec("ip", "address", "add", "192.0.2.2/24", "dev", "eth0");
            tend(server);
            assertThat(curl(admin, "192.0.2.1", PORT)).isEqualTo("open");
            assertThat(curl(stranger, "198.51.100.1", PORT)).startsWith("curl: (");
            assertThat(said)
                    .containsExactly(
                            "not listening on mgmt0:" + PORT + ": there is no interface 'mgmt0'; it is waited for",
                            "listening on https://mgmt0:" + PORT + " (tied to the device)");
        }
    }

    @Test
    void shouldTakeUpADeviceThatWasMadeAnewBetweenTwoLooks() {
        try (HttpServer server = start("mgmt0:" + PORT)) {
            box.exec("ip", "link", "delete", "mgmt0");
            TestNamespace.link(box, "mgmt0", admin, "eth0");
            box.exec("ip", "address", "add", "192.0.2.1/24", "dev", "mgmt0");
            admin.exec("ip", "address", "add", "192.0.2.2/24", "dev", "eth0");
            tend(server);
            assertThat(curl(admin, "192.0.2.1", PORT)).isEqualTo("open");
        }
    }

    @Test
    void shouldWaitForADeviceAndAnAddressThatComeLater() {
        try (HttpServer server = start("late0:" + PORT, "203.0.113.1:" + (PORT + 1))) {
            assertThat(server.listening())
                    .containsEntry("late0:" + PORT, false)
                    .containsEntry("203.0.113.1:" + (PORT + 1), false);
            assertThat(server.lines())
                    .anyMatch(line -> line.contains("there is no interface 'late0'"))
                    .anyMatch(line -> line.contains("this machine has no address 203.0.113.1"));

            box.exec("ip", "address", "add", "203.0.113.1/24", "dev", "mgmt0");
            admin.exec("ip", "address", "add", "203.0.113.2/24", "dev", "eth0");
            TestNamespace.link(box, "late0", stranger, "eth1");
            box.exec("ip", "address", "add", "192.0.2.129/25", "dev", "late0");
            stranger.exec("ip", "address", "add", "192.0.2.130/25", "dev", "eth1");
            tend(server);
            assertThat(server.listening()).doesNotContainValue(false);
            assertThat(curl(admin, "203.0.113.1", PORT + 1)).isEqualTo("open");
            assertThat(curl(stranger, "192.0.2.129", PORT)).isEqualTo("open");
        }
    }

    private void tend(HttpServer server) {
        box.call(() -> {
            server.tend();
            return null;
        });
    }
}
