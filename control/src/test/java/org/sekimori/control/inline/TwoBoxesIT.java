package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A second box on an interface that has one is refused, whatever folders it is given, and changes nothing. */
class TwoBoxesIT {
    @TempDir
    Path folder;

    private InlineBox inline;

    @BeforeEach
    void start() {
        inline = new InlineBox();
        inline.box.exec("ip", "link", "add", "spare0", "type", "veth", "peer", "name", "spare1");
        inline.start(List.of("box"), folders("one"));
    }

    @AfterEach
    void stop() {
        inline.close();
    }

    private String[] folders(String name) {
        return new String[] {
            "--run-dir",
            folder.resolve(name).toString(),
            "--state-dir",
            folder.resolve(name + "-state").toString()
        };
    }

    @Test
    void shouldRefuseASecondBoxWithFoldersOfItsOwn() throws Exception {
        assertRefused("wan0", "box", "wan0", "lan0");
    }

    @Test
    void shouldRefuseAnEmbeddedOne() throws Exception {
        assertRefused("wan0", "run --embedded", "wan0", "lan0");
    }

    @Test
    void shouldRefuseOneThatHasThemTheOtherWayRound() throws Exception {
        assertRefused("lan0", "box", "lan0", "wan0");
    }

    @Test
    void shouldRefuseOneThatSharesASingleInterface() throws Exception {
        assertRefused("lan0", "box", "spare0", "lan0");
        assertRefused("wan0", "run --embedded --port-type pcap", "spare0", "wan0");
    }

    @Test
    void shouldLetABoxWorkOnInterfacesOfTheSameNamesElsewhere() {
        try (InlineBox elsewhere = new InlineBox()) {
            elsewhere.start(List.of("box"), folders("elsewhere"));
            assertThat(elsewhere.lets5000In()).isTrue();
        }
        assertThat(inline.lets5000In()).isTrue();
    }

    @Test
    void shouldGiveTheInterfacesToTheNextOneOnceItIsKilled() throws Exception {
        inline.process().destroyForcibly().waitFor();
        inline.start(List.of("box"), folders("two"));
        assertThat(inline.lets5000In()).isTrue();
    }

    private void assertRefused(String claimed, String command, String wan, String lan) throws Exception {
        String before = state();
        List<String> words = new ArrayList<>(List.of(command.split(" ")));
        words.addAll(List.of("--wan", wan, "--lan", lan, "--warm-up", "0"));
        words.addAll(List.of(folders("two")));
        Process second = new ProcessBuilder(inline.box.inside(
                        InlineBox.command(words.toArray(String[]::new)).toArray(String[]::new)))
                .redirectErrorStream(true)
                .start();
        String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(second.waitFor()).as(said).isEqualTo(2);
        assertThat(said)
                .contains("interface '" + claimed + "': another box has it, process "
                        + inline.process().pid() + " (sekimori box --wan wan0")
                .hasLineCount(1);
        assertThat(state()).isEqualTo(before);
        assertThat(inline.lets5000In()).isTrue();
    }

    private String state() throws IOException {
        return inline.box.exec("ip", "-o", "link").replaceAll("state \\S+", "")
                + inline.box.exec("cat", "/proc/net/packet").lines().count();
    }
}
