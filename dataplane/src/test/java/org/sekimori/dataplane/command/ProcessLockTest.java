package org.sekimori.dataplane.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who can keep a box from starting by its lock file: another box, and nobody else. */
final class ProcessLockTest {
    /** A lock for reading on the whole file ({@code struct flock}), then a line, then it waits for the end. */
    private static final String SQUAT =
            "open F, '<', $ARGV[0] or die; $l = pack('s s x4 q q l x4', 0, 0, 0, 0, 0); fcntl(F, 6, $l) or die 'locked';"
                    + " $| = 1; print qq(has it\\n); <STDIN>";

    @TempDir
    private Path folder;

    private Path file;
    private final List<String> said = new ArrayList<>();
    private Process other;

    @BeforeEach
    void name() {
        file = folder.resolve("box").resolve("lock");
    }

    @AfterEach
    void end() {
        if (other != null) {
            other.destroyForcibly();
        }
    }

    private Optional<ProcessLock> take() throws IOException {
        return ProcessLock.take(file, said::add);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Has another process lock the file for reading, as anybody can who may open it. */
    private void squat(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("perl", "-e", SQUAT, file.toString()));
        command.addAll(List.of(words));
        other = new ProcessBuilder(command).start();
        assertThat(other.inputReader().readLine()).isEqualTo("has it");
    }

    @Test
    void shouldLetNobodyElseOpenTheFile() throws IOException {
        try (ProcessLock lock = take().orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(mode(file)).isEqualTo("rw-------");
            assertThat(mode(file.getParent())).isEqualTo("rwxr-x---");
        }
    }

    @Test
    void shouldReplaceAFileThatOthersMayHaveOpen() throws IOException {
        Files.createDirectory(file.getParent());
        Files.createFile(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Object before = Files.getAttribute(file, "unix:ino");
        try (var open = Files.newInputStream(file);
                ProcessLock lock = take().orElseThrow()) {
            assertThat(open).isNotNull();
            assertThat(lock).isNotNull();
            assertThat(mode(file)).isEqualTo("rw-------");
            assertThat(Files.getAttribute(file, "unix:ino")).isNotEqualTo(before);
        }
    }

    @Test
    void shouldStartThoughAProcessThatIsNoBoxHasLockedTheFile() throws IOException {
        Files.createDirectory(file.getParent());
        Files.createFile(file);
        squat();
        try (ProcessLock lock = take().orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(said).singleElement().asString().contains("process " + other.pid(), "perl", "not Sekimori's");
        }
    }

    @Test
    void shouldLeaveItToAnotherBoxAndNameThat() throws IOException {
        Files.createDirectory(file.getParent());
        Files.createFile(file);
        squat("org.sekimori.control.Main", "box", "--wan", "eth0");
        assertThat(take()).isEmpty();
        assertThat(said).isEmpty();
        assertThat(ProcessLock.holder(file)).isEqualTo("process " + other.pid() + " (sekimori box --wan eth0)");
    }

    @Test
    void shouldKeepWhatThisProcessHasWhenItIsAskedForAgain() throws IOException {
        try (ProcessLock lock = take().orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(take()).isEmpty();
            assertThat(ProcessLock.holder(file)).isEqualTo("this process");
            other = new ProcessBuilder("perl", "-e", SQUAT, file.toString())
                    .redirectErrorStream(true)
                    .start();
            assertThat(other.inputReader().readLine()).startsWith("locked");
        }
        assertThat(take()).hasValueSatisfying(ProcessLockTest::close);
    }

    private static void close(ProcessLock lock) {
        try {
            lock.close();
        } catch (IOException problem) {
            throw new AssertionError(problem);
        }
    }
}
