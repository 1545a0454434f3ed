package org.sekimori.dataplane.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A BPF file system of a test's own, gone when it is closed, with all that has a name there. */
public final class TestPins implements AutoCloseable {
    private final Path folder;

    private TestPins(Path folder) {
        this.folder = folder;
    }

    /** Mounts one. */
    public static TestPins mount() {
        try {
            Path folder = Files.createTempDirectory("sekimori-pins");
            BpfFileSystem.mount(folder);
            return new TestPins(folder);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    public Path folder() {
        return folder;
    }

    /** A name there. */
    public Path name(String last) {
        return folder.resolve(last);
    }

    @Override
    public void close() {
        try {
            if (BpfFileSystem.isAt(folder)) {
                BpfFileSystem.unmount(folder);
            }
            Files.deleteIfExists(folder);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
