package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.linux.TestNamespace;

/** Interfaces are as they were before the first box once the last one has ended in order, whatever became of those between. */
class FoundSettingsIT {
    /** As the package's unit has it: another user, and these capabilities alone; reading is for the tests' class path. */
    private static final String[] AS_UNIT = {
        "setpriv",
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        "--no-new-privs",
        "--inh-caps=-all,+net_raw,+net_admin,+bpf,+dac_read_search",
        "--ambient-caps=-all,+net_raw,+net_admin,+bpf,+dac_read_search",
        "--bounding-set=-all,+net_raw,+net_admin,+bpf,+dac_read_search"
    };

    @TempDir
    Path folder;

    private InlineBox inline;
    private Path boxRun;

    @BeforeEach
    void make() throws IOException {
        inline = new InlineBox();
        boxRun = folder.resolve("run").resolve("box");
        Files.createDirectories(boxRun);
        Files.createDirectories(folder.resolve("state").resolve("box"));
        inline.box.exec("sysctl", "-qw", "net.ipv6.conf.wan0.disable_ipv6=0");
        inline.box.exec("ip", "link", "set", "lan0", "down");
    }

    @AfterEach
    void stop() {
        inline.close();
    }

    private void start(String... more) {
        List<String> options = new ArrayList<>(List.of(
                "--run-dir",
                folder.resolve("run").toString(),
                "--state-dir",
                folder.resolve("state").toString()));
        options.addAll(List.of("--warm-up", "0", "--no-mirror-carrier"));
        options.addAll(List.of(more));
        inline.start(List.of("box"), options.toArray(String[]::new));
    }

    private void kill() throws InterruptedException {
        inline.process().destroyForcibly().waitFor();
    }

    private String settings() {
        return inline.box
                        .exec("ip", "-o", "link")
                        .replaceAll("(?m)^\\d+: (\\S+): <([^>]*)>.*$", "$1 $2")
                        .replaceAll("NO-CARRIER,|,LOWER_UP|,M-DOWN", "")
                + inline.box.exec("sysctl", "net.ipv6.conf.wan0.disable_ipv6");
    }

    private List<String> notes() throws IOException {
        try (Stream<Path> files = Files.list(boxRun)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("found-"))
                    .toList();
        }
    }

    private void assertPutBackAfterAKill() throws Exception {
        String before = settings();
        start();
        kill();
        assertThat(settings()).isNotEqualTo(before);
        assertThat(notes()).hasSize(2);
        start();
        inline.stop();
        assertThat(settings()).isEqualTo(before);
        assertThat(notes()).isEmpty();
    }

    @Test
    void shouldPutBackWhatTheBoxThatWasKilledHadFound() throws Exception {
        assertPutBackAfterAKill();
    }

    @Test
    void shouldDoSoAsTheUserOfTheUnit() throws Exception {
        for (Path one : List.of(folder, folder.resolve("run"), folder.resolve("state"))) {
            Files.setPosixFilePermissions(one, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (String name : List.of("run", "state")) {
            Path own = folder.resolve(name).resolve("box");
            Files.setAttribute(own, "unix:uid", 65534);
            Files.setAttribute(own, "unix:gid", 65534);
        }
        inline.by(AS_UNIT);
        assertPutBackAfterAKill();
    }

    @Test
    void shouldForgetInterfacesThatAreMadeAnew() throws Exception {
        start();
        for (int i = 0; i < 2; i++) {
            inline.box.exec("ip", "link", "del", "wan0");
            TestNamespace.link(inline.wan, "wanh0", inline.box, "wan0");
            Wait.until(
                    "wan0 is silenced",
                    () -> inline.box.exec("ip", "link", "show", "wan0").contains("NOARP"));
        }
        assertThat(notes()).hasSize(2);
        inline.stop();
        assertThat(notes()).isEmpty();
        assertThat(inline.box.exec("ip", "link", "show", "wan0")).doesNotContain("NOARP");
    }
}
