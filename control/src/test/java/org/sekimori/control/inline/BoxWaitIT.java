package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.replay.CommandRun;
import org.sekimori.dataplane.boxfile.BoxFileException;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.linux.TestNamespace;

/** A box that is a service waits for its interfaces in one process, and says for which. */
class BoxWaitIT {
    @TempDir
    Path folder;

    private BoxPaths paths;
    private InlineBox inline;

    @BeforeEach
    void make() {
        paths = new BoxPaths(folder.resolve("run"), folder.resolve("state"));
        inline = new InlineBox();
    }

    @AfterEach
    void stop() {
        inline.close();
    }

    private void launch(String wanName) {
        Stream<String> options = Stream.of(
                "--run-dir",
                paths.runDir().toString(),
                "--state-dir",
                paths.stateDir().toString(),
                "--wait-interfaces");
        inline.launch(
                List.of("box"),
                wanName,
                Stream.concat(options, Stream.of("--warm-up", "0")).toArray(String[]::new));
    }

    private String notice() {
        try (BoxFileReader reader = BoxFileReader.open(paths.boxState())) {
            BoxStatus status = reader.status();
            return status.state().word() + ": " + status.notice();
        } catch (BoxFileException notYet) {
            return "";
        }
    }

    private void assertWaits(String why) {
        Wait.until("waits: " + why, () -> notice().startsWith("waiting: waiting for interface " + why));
        assertThat(inline.log()).contains("waiting for interface " + why);
        assertThat(inline.box.exec("ip", "link", "show", "lan0")).doesNotContain("NOARP");
    }

    @Test
    void shouldTakeAnInterfaceThatComesLater() {
        launch("eth9");
        assertWaits("'eth9': there is none of that name");
        assertThat(CommandRun.of(List.of("status", "--run-dir", paths.runDir().toString()))
                        .out())
                .contains("waiting for interface 'eth9'");
        inline.box.exec("ip", "link", "set", "wan0", "down");
        inline.box.exec("ip", "link", "set", "wan0", "name", "eth9");
        Wait.until("it filters", () -> inline.log().contains("filtering: eth9 <-> lan0"));
        assertThat(notice()).isEqualTo("filtering: ");
        assertThat(inline.lets5000In()).isTrue();
    }

    @Test
    void shouldWaitForOneThatABridgeHas() {
        inline.box.exec("ip", "link", "add", "br0", "type", "bridge");
        inline.box.exec("ip", "link", "set", "wan0", "master", "br0");
        launch("wan0");
        assertWaits("'wan0': enslaved to 'br0'");
        inline.box.exec("ip", "link", "set", "wan0", "nomaster");
        Wait.until("it filters", () -> inline.log().contains("filtering: wan0 <-> lan0"));
    }

    @Test
    void shouldTakeBackAnInterfaceThatWasMadeAnew() {
        launch("wan0");
        Wait.until("it filters", () -> inline.log().contains("filtering: wan0 <-> lan0"));
        inline.box.exec("ip", "link", "del", "wan0");
        TestNamespace.link(inline.wan, "wanh0", inline.box, "wan0");
        Wait.until(
                "wan0 is silenced",
                () -> inline.box.exec("ip", "link", "show", "wan0").contains("NOARP"));
        Wait.until("frames cross", () -> inline.lets5000In());
    }
}
