package org.sekimori.dataplane.pcap;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any file is read to its end, or to a place that one line names: no other exception, no end that doesn't come. */
class CaptureFileFuzzTest {
    private static final int MOST_FRAMES = 1_000_000;

    /** Each format in each byte order, with a frame that was cut off and one with a time that is none. */
    static Stream<byte[]> seeds() {
        return CaptureFileReaderTest.formats()
                .map(format -> (CaptureBytes) format.get()[2])
                .map(capture -> capture.frame(1, 2, new byte[60])
                        .frame(1, 3, new byte[0], 60)
                        .frame(1, 1_500_000_000, new byte[7], 9)
                        .bytes());
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldReadAnyFileOrSayWhereItBreaks(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("sekimori-fuzz", ".pcap");
        try {
            Files.write(file, bytes);
            read(file);
        } finally {
            Files.delete(file);
        }
    }

    private static void read(Path file) {
        long frames = 0;
        try (CaptureFileReader reader = CaptureFileReader.open(file)) {
            for (CaptureFrame frame = reader.next(); frame != null; frame = reader.next()) {
                frames++;
                if (frame.number() != frames || frame.wireLength() < frame.bytes().length || frames > MOST_FRAMES) {
                    throw new AssertionError("frame " + frame.number() + " after " + (frames - 1));
                }
            }
        } catch (CaptureException broken) {
            String message = broken.getMessage();
            if (!message.startsWith(file + ": ") || message.contains("\n")) {
                throw new AssertionError(message);
            }
        }
    }
}
