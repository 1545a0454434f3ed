package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.linux.ServiceManager;

/** What a box tells the service manager that has started it. */
@Tag("long")
final class ServiceIT {
    private static final long PATIENCE_SECONDS = 30;

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();
    private ServiceManager manager;
    private InlineBox inline;

    @BeforeEach
    void make() {
        String name = folder.resolve("notify").toString();
        manager = ServiceManager.at(name);
        inline = new InlineBox().by("env", "NOTIFY_SOCKET=" + name);
    }

    @AfterEach
    void stop() {
        inline.close();
        manager.close();
    }

    private void launch(String wanName) {
        inline.launch(
                List.of("box"),
                wanName,
                "--run-dir",
                folder.resolve("run").toString(),
                "--state-dir",
                folder.resolve("state").toString(),
                "--wait-interfaces",
                "--warm-up",
                "0");
    }

    private void awaitTold(String beginning) {
        Wait.until("told " + beginning + " after " + told, () -> {
            told.addAll(manager.received());
            return told.stream().anyMatch(text -> text.startsWith(beginning));
        });
    }

    @Test
    void shouldBeReadyOnceItFilters() throws Exception {
        launch("wan0");
        awaitTold("READY=1\nSTATUS=filtering by policy 'shipped' (");

        assertThat(inline.log()).contains("filtering: wan0 <-> lan0");
        assertThat(told.get(0)).isEqualTo("STATUS=starting");
        inline.wan.exec("ip", "link", "set", "wanh0", "down");
        awaitTold("READY=1\nSTATUS=filtering by policy 'shipped' (7 rules), epoch 1; WAN port wan0 has no carrier");
        inline.process().destroy();
        assertThat(inline.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        awaitTold("READY=1\nSTOPPING=1\n");
    }

    /** The start fails for whoever ordered it, and the line is there once the interface is. */
    @Test
    void shouldGiveUpTheFirstWaitForAnInterfaceAndNoOther() throws Exception {
        launch("eth9");

        assertThat(inline.process().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

        assertThat(inline.process().exitValue()).isEqualTo(1);
        assertThat(inline.log()).contains("'eth9'", "for 15 s now: this start has failed");
        told.addAll(manager.received());
        assertThat(told).noneMatch(text -> text.contains("READY"));

        told.clear();
        launch("eth9");
        awaitTold("READY=1\nSTATUS=waiting for interface 'eth9'");
        inline.box.exec("ip", "link", "set", "wan0", "down");
        inline.box.exec("ip", "link", "set", "wan0", "name", "eth9");
        awaitTold("READY=1\nSTATUS=filtering by policy");
    }
}
