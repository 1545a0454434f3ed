package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.TestKernel;

/** The box offloads as its unit runs it: as another user, with the unit's capabilities alone, without new privileges. */
@Tag("long")
class UnitBoxIT {
    @TempDir
    Path folder;

    private InlineBox inline;

    @BeforeEach
    void start() throws IOException {
        TestKernel.needs(AttachPoint.TCX_INGRESS);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        inline = new InlineBox()
                .copiedTo(Files.createDirectory(folder.resolve("classes")))
                .by(UnitUser.words());
    }

    @AfterEach
    void stop() {
        inline.close();
    }

    @ParameterizedTest
    @CsvSource({
        "drop, drop by native XDP",
        "forward-tcx, forward by tcx",
        "forward-xdp, forward by native XDP",
        "auto, forward by tcx",
        "forward, forward by tcx"
    })
    void shouldOffloadAsItsUnitRunsIt(String mode, String words) throws IOException {
        Path run = ownFolder("run");
        Path state = ownFolder("state");
        inline.start(
                List.of("box"),
                "--run-dir",
                run.toString(),
                "--state-dir",
                state.toString(),
                "--warm-up",
                "0",
                "--offload",
                mode);
        assertThat(inline.log())
                .contains("offload: " + words)
                .contains("kernel stack kept off by tcx")
                .doesNotContain("not offloaded", "no events of", "none, ");
    }

    private Path ownFolder(String name) throws IOException {
        Path own = Files.createDirectory(folder.resolve(name));
        inline.box.exec("chown", UnitUser.NOBODY + ":" + UnitUser.NOBODY, own.toString());
        return own;
    }
}
