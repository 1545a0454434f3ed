package org.sekimori.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceManagerSocketTest {
    private static final int MORE_THAN_ANY_QUEUE = 100_000;

    @TempDir
    Path folder;

    private String path() {
        return folder.resolve("notify").toString();
    }

    private static void assertDelivers(String name) {
        try (ServiceManager manager = ServiceManager.at(name);
                ServiceManagerSocket socket = ServiceManagerSocket.to(name).orElseThrow()) {
            assertThat(socket.send("READY=1\nSTATUS=filtert für alle")).isTrue();
            assertThat(socket.send("STOPPING=1")).isTrue();
            assertThat(manager.received()).containsExactly("READY=1\nSTATUS=filtert für alle", "STOPPING=1");
        }
    }

    @Test
    void shouldDeliverToAPath() {
        assertDelivers(path());
    }

    @Test
    void shouldDeliverToAnAbstractName() {
        assertDelivers("@sekimori-test-" + ProcessHandle.current().pid());
    }

    @Test
    void shouldTakeTheLongestNamesThatThereAre() {
        String longest = "@" + "n".repeat(107);
        assertDelivers(longest);
        assertThat(ServiceManagerSocket.to(longest + "n")).isEmpty();
        assertThat(ServiceManagerSocket.to("/" + "n".repeat(106))).isPresent();
        assertThat(ServiceManagerSocket.to("/" + "n".repeat(107))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vsock:2:1234", "relative/path"})
    void shouldTakeNoOtherKindOfName(String name) {
        assertThat(ServiceManagerSocket.to(name)).isEmpty();
    }

    @Test
    void shouldNotWaitForAManagerThatDoesNotRead() {
        try (ServiceManager manager = ServiceManager.at(path());
                ServiceManagerSocket socket = ServiceManagerSocket.to(path()).orElseThrow()) {
            int sent = 0;
            while (sent < MORE_THAN_ANY_QUEUE && socket.send("STATUS=" + sent)) {
                sent++;
            }
            assertThat(sent).isPositive().isLessThan(MORE_THAN_ANY_QUEUE);
            assertThat(manager.received()).hasSize(sent);
            assertThat(socket.send("READY=1")).isTrue();
        }
    }

    @Test
    void shouldSayThatNobodyListens() {
        try (ServiceManagerSocket socket = ServiceManagerSocket.to(path()).orElseThrow()) {
            assertThatThrownBy(() -> socket.send("READY=1"))
                    .isInstanceOf(NativeCallException.class)
                    .hasMessage("sendto the service manager: ENOENT, no such entry");
        }
    }
}
