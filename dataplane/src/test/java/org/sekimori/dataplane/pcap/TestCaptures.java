package org.sekimori.dataplane.pcap;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The capture files among the test resources. */
public final class TestCaptures {
    private TestCaptures() {}

    /** All frames of all of them. */
    public static List<byte[]> frames() throws IOException, URISyntaxException {
        List<byte[]> frames = new ArrayList<>();
        Path folder = Path.of(TestCaptures.class.getResource("/captures").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".pcap")).toList()) {
                try (CaptureFileReader reader = CaptureFileReader.open(file)) {
                    for (CaptureFrame frame = reader.next(); frame != null; frame = reader.next()) {
                        frames.add(frame.bytes());
                    }
                }
            }
        }
        return frames;
    }
}
