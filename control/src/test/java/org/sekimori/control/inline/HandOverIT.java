package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.linux.TestNamespace;

/** A box that is restarted by the package's service: the next one practises before the one before it gives the line up. */
@Tag("long")
final class HandOverIT {
    private static final long PATIENCE_SECONDS = 20;

    @TempDir
    Path folder;

    private InlineBox inline;

    @BeforeEach
    void make() {
        inline = new InlineBox();
        inline.box.exec("ip", "link", "set", "lan0", "down");
    }

    @AfterEach
    void stop() {
        inline.close();
    }

    private Process start(String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--run-dir",
                folder.resolve("run").toString(),
                "--state-dir",
                folder.resolve("state").toString()));
        options.addAll(List.of(more));
        inline.start(List.of("box"), options.toArray(String[]::new));
        return inline.process();
    }

    /** One more box in the same folders, beside the one that runs. */
    private Process launch(String lan, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("box", "--wan", "wan0", "--lan", lan));
        words.addAll(List.of("--run-dir", folder.resolve("run").toString()));
        words.addAll(List.of("--state-dir", folder.resolve("state").toString()));
        words.addAll(List.of(more));
        String[] command = InlineBox.command(words.toArray(String[]::new)).toArray(String[]::new);
        return new ProcessBuilder(inline.box.inside(command))
                .redirectErrorStream(true)
                .start();
    }

    private static String carrierChanges(TestNamespace host, String port) {
        return host.exec("cat", "/sys/class/net/" + port + "/carrier_changes");
    }

    private String lanFlags() {
        return inline.box.exec("ip", "-o", "link", "show", "lan0").replaceAll("(?s).*<([^>]*)>.*", "$1");
    }

    @Test
    void shouldTakeTheLineOverWithoutSettingAPortDown() throws Exception {
        Process first = start("--hand-over");
        Wait.until("lan0 has a carrier", () -> lanFlags().contains("LOWER_UP"));
        String before = carrierChanges(inline.lan, "lanh0");

        start("--hand-over");

        assertThat(first.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isZero();
        assertThat(inline.log()).contains("practised");
        assertThat(carrierChanges(inline.lan, "lanh0")).isEqualTo(before);
        assertThat(lanFlags()).contains("NOARP");

        inline.stop();
        assertThat(lanFlags()).doesNotContain("NOARP").doesNotContain("UP");
    }

    /** Its start would fail; the line stays with the one that has it. */
    @Test
    void shouldLeaveTheLineWhereTheNextOneCantTakeIt() throws Exception {
        Process first = start("--hand-over");

        Process second = launch("missing0", "--hand-over");
        String said = new String(second.getInputStream().readAllBytes());

        assertThat(second.waitFor()).isEqualTo(2);
        assertThat(said).contains("missing0");
        assertThat(first.isAlive()).isTrue();
    }

    @Test
    void shouldRefuseASecondBoxThatIsToldNothingOfIt() throws Exception {
        Process first = start("--hand-over");

        Process second = launch("lan0");
        String said = new String(second.getInputStream().readAllBytes());

        assertThat(second.waitFor()).isEqualTo(2);
        assertThat(said).contains("a box is running already");
        assertThat(first.isAlive()).isTrue();
    }
}
