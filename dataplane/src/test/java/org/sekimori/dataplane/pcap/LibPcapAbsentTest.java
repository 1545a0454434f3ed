package org.sekimori.dataplane.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibPcapAbsentTest {
    @TempDir
    private Path folder;

    @Test
    void shouldNameThePackageInOneLine() {
        Path file = CaptureBytes.ethernet().writeTo(folder.resolve("x.pcap"));
        List<String> command =
                new ArrayList<>(ChildProcess.jvm(Opening.class, "-Dorg.pcap4j.core.pcapLibName=no-such-libpcap"));
        command.add(file.toString());
        assertThat(ChildProcess.run(command).output().lines().filter(line -> !line.startsWith("SLF4J")))
                .containsExactly("libpcap is not installed; on Debian and Ubuntu it is in the package libpcap0.8:"
                        + " apt-get install libpcap0.8");
    }

    /** Opens one capture file, in a JVM of its own: a library that failed to load stays failed. */
    static final class Opening {
        private Opening() {}

        public static void main(String[] arguments) {
            PrintStream out = System.out;
            try (CaptureFileReader reader = CaptureFileReader.open(Path.of(arguments[0]))) {
                out.println(reader.file());
            } catch (CaptureException expected) {
                out.println(expected.getMessage());
            }
        }
    }
}
