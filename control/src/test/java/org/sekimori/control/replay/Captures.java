package org.sekimori.control.replay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.dataplane.pcap.CaptureFileReader;
import org.sekimori.dataplane.pcap.CaptureFrame;

/** Whole capture files, for tests. */
public final class Captures {
    private Captures() {}

    public static List<CaptureFrame> read(Path file) {
        List<CaptureFrame> frames = new ArrayList<>();
        try (CaptureFileReader reader = CaptureFileReader.open(file)) {
            for (CaptureFrame frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }
}
