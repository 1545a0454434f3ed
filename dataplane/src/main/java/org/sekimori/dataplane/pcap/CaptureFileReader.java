package org.sekimori.dataplane.pcap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sekimori.dataplane.frame.LinkTypes;

/**
 * Reads a capture from front to end, of Ethernet frames or another of {@link LinkTypes}: pcap and pcapng, micro- and
 * nanoseconds, either byte order. Allocates per frame. Belongs to one thread.
 */
public final class CaptureFileReader implements AutoCloseable {
    /** The interfaces of a pcapng file don't all have the same link type. */
    public static final int SEVERAL_LINK_TYPES = -1;

    private final Path file;
    private final FrameSource source;
    private long framesRead;

    private CaptureFileReader(Path file, FrameSource source) {
        this.file = file;
        this.source = source;
    }

    /**
     * Opens a capture file.
     *
     * @throws CaptureException when it is not there, empty, no capture, or of a link type that is not known
     */
    public static CaptureFileReader open(Path file) {
        checkReadable(file);
        return new CaptureFileReader(file, PcapngFile.isOne(file) ? PcapngFile.open(file) : LibPcapFile.open(file));
    }

    private static void checkReadable(Path file) {
        if (!Files.exists(file)) {
            throw new CaptureException(file + ": no such file");
        }
        if (Files.isDirectory(file)) {
            throw new CaptureException(file + ": is a directory, not a capture file");
        }
        if (!Files.isReadable(file)) {
            throw new CaptureException(file + ": may not be read (permission denied)");
        }
        if (Files.isRegularFile(file) && sizeBytes(file) == 0) {
            throw new CaptureException(file + ": is empty, not even a capture file's header is there");
        }
    }

    private static long sizeBytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new CaptureException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The next frame, or null at the file's end.
     *
     * @throws CaptureException when the file is cut off or broken at this place; frames before it were good
     */
    public CaptureFrame next() {
        CaptureFrame frame = source.next();
        framesRead += frame == null ? 0 : 1;
        return frame;
    }

    /** The file's name as the user gave it. */
    public Path file() {
        return file;
    }

    /** What the frames begin with: one of {@link LinkTypes}, or {@link #SEVERAL_LINK_TYPES}. */
    public int linkType() {
        return source.linkType();
    }

    /** Whole frames read so far. */
    public long framesRead() {
        return framesRead;
    }

    @Override
    public void close() {
        source.close();
    }
}
