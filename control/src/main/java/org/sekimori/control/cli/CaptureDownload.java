package org.sekimori.control.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Writes a capture as it comes. The file is made when the first bytes are there, so a refusal leaves an old one alone. */
final class CaptureDownload implements Consumer<byte[]>, Closeable {
    private final Path file;
    private OutputStream out;
    private long bytes;

    CaptureDownload(Path file) {
        this.file = file;
    }

    @Override
    public void accept(byte[] chunk) {
        try {
            if (out == null) {
                out = Files.newOutputStream(file);
            }
            out.write(chunk);
            bytes += chunk.length;
        } catch (IOException problem) {
            throw new BadInputException("--pcap " + file + ": can't be written: " + problem.getMessage(), problem);
        }
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
        }
    }
}
