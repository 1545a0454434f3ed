package org.sekimori.dataplane.frame;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** The frames of a classic little-endian pcap file among the test resources. */
final class CaptureFile {
    private static final int MAGIC = 0xA1B2_C3D4;
    private static final int FILE_HEADER_LENGTH = 24;

    /** A frame as captured, and its length on the wire. */
    record Frame(UnsafeBuffer bytes, int wireLength) {}

    private CaptureFile() {}

    static List<Frame> read(String name) {
        ByteBuffer file = ByteBuffer.wrap(resource(name)).order(ByteOrder.LITTLE_ENDIAN);
        if (file.getInt() != MAGIC) {
            throw new IllegalArgumentException("not a classic little-endian pcap file: " + name);
        }
        file.position(FILE_HEADER_LENGTH);
        List<Frame> frames = new ArrayList<>();
        while (file.hasRemaining()) {
            file.getLong(); // the time stamp
            byte[] bytes = new byte[file.getInt()];
            int wireLength = file.getInt();
            file.get(bytes);
            frames.add(new Frame(new UnsafeBuffer(bytes), wireLength));
        }
        return frames;
    }

    static byte[] resource(String name) {
        try (InputStream in = CaptureFile.class.getResourceAsStream("/captures/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
