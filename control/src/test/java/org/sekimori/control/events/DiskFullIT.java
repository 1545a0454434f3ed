package org.sekimori.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.linux.TestNamespace;

/** A disk that is full to the brim, a small one in memory. */
@Timeout(60)
class DiskFullIT {
    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        Assumptions.assumeTrue(TestNamespace.isRoot(), "needs root, to mount a small file system");
        disk = Files.createDirectory(folder.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=64k", "sekimori-test", disk.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        if (disk != null) {
            run("umount", disk.toString());
        }
    }

    @Test
    void shouldDropAndCountWhileTheDiskIsFullAndGoOnByItself() throws Exception {
        Path file = disk.resolve("events.jsonl");
        StringWriter said = new StringWriter();
        RollingEventFile writer = new RollingEventFile(file, new EventFileOptions(1 << 20, 2));
        try (QueuedOutlet outlet = QueuedOutlet.start("file", writer, 50, new PrintWriter(said, true))) {
            int offered = 0;
            while (outlet.tally().failures() == 0) {
                outlet.offer(SampleEvents.drop(offered++));
                Thread.onSpinWait();
            }
            for (int i = 0; i < 10_000; i++) {
                outlet.offer(SampleEvents.drop(offered++));
            }
            long dropped = outlet.tally().dropped();
            assertThat(dropped).isPositive();
            assertThat(said.toString()).contains("No space left on device");

            // What an admin does: room is made, and nothing else.
            try (var other = Files.newByteChannel(file, java.nio.file.StandardOpenOption.WRITE)) {
                other.truncate(0);
            }
            long before = outlet.tally().written();
            while (outlet.tally().written() < before + 50) {
                Thread.onSpinWait();
            }
            assertThat(outlet.tally().written() + outlet.tally().dropped()).isEqualTo(offered);
        }

        assertThat(said.toString().lines())
                .as("one line a minute for each fault, and one when it is over")
                .hasSizeLessThanOrEqualTo(3);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines)
                .hasSizeGreaterThanOrEqualTo(50)
                .allSatisfy(line -> assertThat(EventJson.fields(line)).as(line).isPresent());
    }

    private static void run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).inheritIO().start();
        assertThat(process.waitFor()).as(String.join(" ", words)).isZero();
    }
}
