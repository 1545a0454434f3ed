package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.boxfile.BoxFileException;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.command.BoxPaths;

/** Box and control find each other, and nobody else gets in, whatever the umask of whoever starts them. */
class UmaskIT {
    private static final String OPEN = "version: 1\nname: open\nrules: []\n";
    private static final int NOBODY = 65534;

    @TempDir
    Path folder;

    private BoxPaths paths;
    private InlineBox inline;

    @BeforeEach
    void make() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        paths = new BoxPaths(folder.resolve("run"), folder.resolve("state"));
        inline = new InlineBox();
    }

    @AfterEach
    void stop() {
        inline.close();
    }

    private void runUnder(String umask) throws IOException {
        Path policy = folder.resolve("policy.yaml");
        Files.writeString(policy, OPEN);
        Files.setPosixFilePermissions(policy, PosixFilePermissions.fromString("rw-r--r--"));
        String[] folders = {
            "--run-dir",
            paths.runDir().toString(),
            "--state-dir",
            paths.stateDir().toString()
        };
        Path program = Files.createDirectory(folder.resolve("program"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        inline.copiedTo(program).by("sh", "-c", "umask " + umask + "; exec \"$@\"", "sh");
        inline.start(
                List.of("run", "--control-user", "nobody"),
                Stream.concat(Stream.of(folders), Stream.of("--policy", policy.toString()))
                        .toArray(String[]::new));
    }

    private String policyName() {
        try (BoxFileReader reader = BoxFileReader.open(paths.boxState())) {
            return reader.status().policy().policyName();
        } catch (BoxFileException notYet) {
            return "none";
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "027", "077"})
    void shouldHaveTheOperatorsPolicyInForceAndLetNobodyElseWrite(String umask) throws IOException {
        runUnder(umask);
        Wait.until(
                "the operator's policy; said: " + inline.log(),
                () -> policyName().equals("open"));
        Wait.until("control answers", () -> Files.exists(paths.apiSocket()));
        for (Path above : List.of(paths.runDir(), paths.stateDir())) {
            assertThat(mode(above)).isEqualTo("rwxr-xr-x");
        }
        for (Path own : List.of(paths.boxRun(), paths.controlRun(), paths.controlState())) {
            assertThat(mode(own)).as(own.toString()).isEqualTo("rwxr-x---");
            assertThat(Files.getAttribute(own, "unix:gid")).isEqualTo(NOBODY);
        }
        Wait.until("the policy is kept", () -> Files.exists(paths.lastGood()));
        assertThat(mode(paths.lastGood())).isEqualTo("rw-r-----");
        assertThat(mode(paths.controlState().resolve("events.jsonl"))).isEqualTo("rw-r-----");
        assertThat(others()).isEmpty();
    }

    /** What anybody else may write to. */
    private List<Path> others() throws IOException {
        try (Stream<Path> all = Stream.concat(Files.walk(paths.runDir()), Files.walk(paths.stateDir()))) {
            return all.filter(path -> !Files.isSymbolicLink(path) && isWritableByOthers(path))
                    .toList();
        }
    }

    private static boolean isWritableByOthers(Path path) {
        try {
            return mode(path).endsWith("w-") || mode(path).endsWith("wx");
        } catch (IOException gone) {
            return false;
        }
    }
}
