package org.sekimori.control.judge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes frames to a classic capture file, a microsecond apart. */
final class CaptureWriting {
    private static final int HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int FIRST_SECOND = 1_700_000_000;

    private CaptureWriting() {}

    static Path write(Path file, List<byte[]> frames) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(HEADER)
                .putInt(0xA1B2C3D4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(262_144)
                .putInt(1)
                .array());
        for (int i = 0; i < frames.size(); i++) {
            int length = frames.get(i).length;
            out.writeBytes(ByteBuffer.allocate(RECORD_HEADER)
                    .putInt(FIRST_SECOND)
                    .putInt(i)
                    .putInt(length)
                    .putInt(length)
                    .array());
            out.writeBytes(frames.get(i));
        }
        try {
            return Files.write(file, out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
