package org.sekimori.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.linux.ServiceManager;

class ServiceStateTest {
    private static final int MORE_THAN_ANY_QUEUE = 100_000;

    @TempDir
    Path folder;

    private final StringWriter log = new StringWriter();
    private String name;
    private ServiceManager manager;

    @BeforeEach
    void listen() {
        name = folder.resolve("notify").toString();
        manager = ServiceManager.at(name);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private ServiceState state(Map<String, String> environment) {
        return new ServiceState(environment, new PrintWriter(log, true));
    }

    private ServiceState state() {
        return state(Map.of("NOTIFY_SOCKET", name));
    }

    @Test
    void shouldTellWhatIsNewOnly() {
        ServiceState state = state();
        assertThat(state.isAwaited()).isTrue();
        state.says("waiting");
        state.says("waiting");
        state.isReady("filtering");
        state.says("filtering");
        state.isStopping();

        assertThat(state.isAwaited()).isFalse();
        assertThat(manager.received())
                .containsExactly("STATUS=waiting", "READY=1\nSTATUS=filtering", "READY=1\nSTOPPING=1\nSTATUS=stopping");
        assertThat(log.toString()).isEmpty();
    }

    @Test
    void shouldDeliverLaterWhatTheManagerHadNoRoomFor() {
        ServiceState state = state();
        for (int i = 0; i < MORE_THAN_ANY_QUEUE; i++) {
            state.says("line " + i);
        }
        state.isReady("filtering");
        assertThat(manager.received()).isNotEmpty().noneMatch(text -> text.contains("READY"));

        state.says("filtering");

        assertThat(manager.received()).containsExactly("READY=1\nSTATUS=filtering");
    }

    /** Its successor has the same socket, and would be taken for ready. */
    @Test
    void shouldSayNothingOnceAnotherProcessIsTheService() {
        ServiceState state = state();
        state.leave();
        state.isReady("filtering");
        state.isStopping();

        assertThat(manager.received()).isEmpty();
    }

    @Test
    void shouldSayNothingWhereNoManagerAsks() {
        ServiceState state = state(Map.of());
        state.isReady("filtering");

        assertThat(state.isAwaited()).isFalse();
        assertThat(log.toString()).isEmpty();
    }

    @Test
    void shouldSayOnceThatTheManagerCannotBeTold() {
        manager.close();
        ServiceState state = state();
        state.says("waiting");
        state.isReady("filtering");
        state(Map.of("NOTIFY_SOCKET", "vsock:2:1"));

        assertThat(log.toString().lines())
                .containsExactly(
                        "warning: the service manager isn't told how this process does: sendto the service manager:"
                                + " ECONNREFUSED, nobody listens there",
                        "warning: the service manager isn't told how this process does: NOTIFY_SOCKET=vsock:2:1: a path"
                                + " of at most 107 bytes is wanted, or '@' and an abstract name");
    }
}
