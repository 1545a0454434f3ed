package org.sekimori.dataplane.pcap;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.sekimori.dataplane.frame.LinkTypes;

/**
 * Reads a capture from front to end, of Ethernet frames or another of {@link LinkTypes}: pcap and pcapng, micro- and nanoseconds, either byte order. Allocates per
 * frame. Belongs to one thread.
 */
public final class CaptureFileReader implements AutoCloseable {
    private final Path file;
    private final int linkType;
    private PcapHandle handle;
    private TimestampRepair.Copy repaired;
    private long framesRead;

    private CaptureFileReader(Path file, PcapHandle handle) {
        this.file = file;
        this.handle = handle;
        this.linkType = LibPcap.linkType(handle.getDlt());
    }

    /**
     * Opens a capture file.
     *
     * @throws CaptureException when it is not there, empty, no capture, or of a link type that is not known
     */
    public static CaptureFileReader open(Path file) {
        checkReadable(file);
        PcapHandle handle = openHandle(file, file);
        if (!LinkTypes.isKnown(LibPcap.linkType(handle.getDlt()))) {
            String name = LibPcap.linkName(handle.getDlt());
            handle.close();
            throw new CaptureException(file + ": its link type is " + name
                    + "; captures can be read of Ethernet, raw IP, Linux cooked, BSD loopback, PPP and Cisco HDLC");
        }
        return new CaptureFileReader(file, handle);
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

    private static PcapHandle openHandle(Path toOpen, Path toName) {
        return LibPcap.open(
                () -> Pcaps.openOffline(toOpen.toString(), TimestampPrecision.NANO),
                words -> CaptureFault.onOpen(toName, words));
    }

    /**
     * The next frame, or null at the file's end.
     *
     * @throws CaptureException when the file is cut off or broken at this place; frames before it were good
     */
    public CaptureFrame next() {
        try {
            return read();
        } catch (IllegalArgumentException timeOutOfRange) {
            return readWithRepairedTimes();
        }
    }

    private CaptureFrame read() {
        try {
            byte[] bytes = handle.getNextRawPacketEx();
            int wireLength = Math.max(bytes.length, handle.getOriginalLength());
            framesRead++;
            return new CaptureFrame(bytes, wireLength, LibPcap.toNanos(handle.getTimestamp()), framesRead, linkType);
        } catch (EOFException | TimeoutException end) {
            if (repaired != null && repaired.faultWords() != null) {
                throw fault(repaired.faultWords(), end);
            }
            return null;
        } catch (PcapNativeException fault) {
            throw fault(LibPcap.words(fault), fault);
        } catch (NotOpenException closed) {
            throw new IllegalStateException(file + ": was closed", closed);
        }
    }

    private CaptureException fault(String words, Exception cause) {
        return new CaptureException(CaptureFault.onRead(file, framesRead, words), cause);
    }

    /** pcap4j loses a frame whose sub-second time is a second or more; read on from a copy where all times are good. */
    private CaptureFrame readWithRepairedTimes() {
        try {
            repaired = TimestampRepair.of(file);
        } catch (IOException e) {
            throw fault("its time is out of range, and no repaired copy could be made: " + e.getMessage(), e);
        }
        handle.close();
        handle = openHandle(repaired.file(), file);
        long goodFrames = framesRead;
        for (framesRead = 0; framesRead < goodFrames; ) {
            read();
        }
        return read();
    }

    /** The file's name as the user gave it. */
    public Path file() {
        return file;
    }

    /** What the frames begin with: one of {@link LinkTypes}. */
    public int linkType() {
        return linkType;
    }

    /** Whole frames read so far. */
    public long framesRead() {
        return framesRead;
    }

    @Override
    public void close() {
        handle.close();
        if (repaired != null) {
            repaired.file().toFile().delete();
        }
    }
}
