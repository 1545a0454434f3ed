package org.sekimori.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.pcap.CaptureFrame;
import org.sekimori.dataplane.pcap.PcapngStream;

/** What a capture of drops is made of, read by those who will read it. */
class DropCaptureIT {
    @TempDir
    Path folder;

    @Test
    void shouldBeReadByTsharkAndTcpdump() throws Exception {
        Path file = folder.resolve("drops.pcap");
        byte[] whole = FrameBuilder.frame()
                .ipv4("198.51.100.7", "203.0.113.5")
                .udp(40_000, 123)
                .payload("monlist!")
                .bytes();
        byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 3);
        try (var out = Files.newOutputStream(file)) {
            out.write(PcapngStream.head(List.of("wan", "lan")));
            out.write(PcapngStream.frame(
                    0,
                    new CaptureFrame(whole, whole.length, 1_795_579_200_000_001_234L, 1),
                    "drop, rule ntp, epoch 3"));
            out.write(PcapngStream.frame(1, new CaptureFrame(cut, whole.length, 1_795_579_201_000_000_000L, 2), ""));
        }

        assertThat(run(
                                "tshark",
                                "-r",
                                file.toString(),
                                "-T",
                                "fields",
                                "-e",
                                "frame.interface_name",
                                "-e",
                                "frame.time_epoch",
                                "-e",
                                "frame.comment",
                                "-e",
                                "udp.dstport",
                                "-e",
                                "frame.len",
                                "-e",
                                "frame.cap_len")
                        .lines())
                .containsExactly(
                        "wan\t1795579200.000001234\tdrop, rule ntp, epoch 3\t123\t50\t50",
                        "lan\t1795579201.000000000\t\t123\t50\t47");
        assertThat(run("tcpdump", "-nr", file.toString())).contains("IP 198.51.100.7.40000 > 203.0.113.5.123: ");
    }

    private static String run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", words)).isZero();
        return said;
    }
}
