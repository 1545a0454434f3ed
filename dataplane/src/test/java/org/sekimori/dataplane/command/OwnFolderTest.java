package org.sekimori.dataplane.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OwnFolderTest {
    @TempDir
    private Path folder;

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void shouldLetEverybodyPassThroughWhatLiesAbove() throws IOException {
        Path own = folder.resolve("run").resolve("box");
        OwnFolder.make(own);
        assertThat(mode(own.getParent())).isEqualTo("rwxr-xr-x");
        assertThat(mode(own)).isEqualTo("rwxr-x---");
    }

    @Test
    void shouldTakeFromOthersThatTheyMayWrite() throws IOException {
        Path own = Files.createDirectory(folder.resolve("box"));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwxrwx"));
        OwnFolder.make(own);
        assertThat(mode(own)).isEqualTo("rwxr-xr-x");
    }
}
