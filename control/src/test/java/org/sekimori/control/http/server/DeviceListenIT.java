package org.sekimori.control.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.http.HttpAnswer;
import org.sekimori.control.http.Router;
import org.sekimori.control.http.listen.ListenAddress;
import org.sekimori.control.http.listen.ListenException;
import org.sekimori.control.http.listen.TlsOptions;
import org.sekimori.dataplane.linux.TestNamespace;

/** A machine with a management device and another one, and a client at each. */
final class DeviceListenIT {
    private static final int PORT = 18443;

    @TempDir
    Path folder;

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
        return box.call(() -> HttpServer.start(options, routes, Credentials.open(folder.resolve("token"))));
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
    void shouldNameTheDeviceThatIsNotThere() {
        assertThatThrownBy(() -> start("absent0:" + PORT))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining("there is no interface 'absent0'");
    }
}
