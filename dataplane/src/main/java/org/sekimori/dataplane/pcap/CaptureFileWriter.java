package org.sekimori.dataplane.pcap;

import static org.sekimori.dataplane.pcap.PcapFormat.FILE_HEADER_LENGTH;
import static org.sekimori.dataplane.pcap.PcapFormat.FRAME_HEADER_LENGTH;
import static org.sekimori.dataplane.pcap.PcapFormat.WIRE_LENGTH_OFFSET;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapDumper;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.sekimori.dataplane.frame.LinkTypes;
import org.sekimori.dataplane.port.FrameSlot;

/**
 * Writes frames to a pcap file of one link type, with nanosecond times. Belongs to one thread; the file is whole after
 * {@link #flush} and {@link #close}, and where the disk fills up it is closed behind the last whole frame. An existing file
 * is overwritten.
 */
public final class CaptureFileWriter implements FrameSink {
    /** libpcap says nothing of a write that fails once its buffer, of this size, runs over: it is flushed before. */
    private static final int BUFFER_BYTES = 4096;

    private final Path file;
    private final int linkType;
    private final PcapHandle handle;
    private final PcapDumper dumper;
    private final ByteBuffer wireLengthField =
            ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
    private FileChannel patchChannel;
    private long framesWritten;
    private long position = FILE_HEADER_LENGTH;
    private long flushedPosition;

    private CaptureFileWriter(Path file, int linkType, PcapHandle handle, PcapDumper dumper) {
        this.file = file;
        this.linkType = linkType;
        this.handle = handle;
        this.dumper = dumper;
    }

    /** Creates a file of Ethernet frames, as {@link #create(Path, int)} does. */
    public static CaptureFileWriter create(Path file) {
        return create(file, LinkTypes.ETHERNET);
    }

    /**
     * Creates the file, or empties the one that is there.
     *
     * @param linkType one of {@link LinkTypes}
     * @throws CaptureException when the file can't be created
     */
    public static CaptureFileWriter create(Path file, int linkType) {
        PcapHandle handle = LibPcap.open(
                () -> Pcaps.openDead(LibPcap.dataLink(linkType), LibPcap.MAX_SNAP_LENGTH, TimestampPrecision.NANO),
                words -> file + ": " + words);
        try {
            return new CaptureFileWriter(file, linkType, handle, dumpOpen(handle, file));
        } catch (CaptureException e) {
            handle.close();
            throw e;
        }
    }

    private static PcapDumper dumpOpen(PcapHandle handle, Path file) {
        return LibPcap.open(
                () -> {
                    try {
                        // An absolute name: libpcap takes "-" for standard output.
                        return handle.dumpOpen(file.toAbsolutePath().toString());
                    } catch (NotOpenException e) {
                        throw new IllegalStateException(e);
                    }
                },
                words -> file + ": can't be created: "
                        + words.substring(words.lastIndexOf(": ") + 1).strip());
    }

    /**
     * Appends the slot's frame as it was captured: bytes, both lengths, time.
     *
     * @throws CaptureException when its link type isn't the file's, or the disk is full
     */
    @Override
    public void accept(FrameSlot slot) {
        if (slot.linkType() != linkType) {
            throw new CaptureException(
                    file + ": holds frames of link type " + linkType + " and can't take one of " + slot.linkType());
        }
        byte[] bytes = new byte[slot.captureLength()];
        slot.frame().getBytes(0, bytes);
        long end = position + FRAME_HEADER_LENGTH + bytes.length;
        if (end - flushedPosition > BUFFER_BYTES) {
            flush();
        }
        try {
            dumper.dumpRaw(bytes, LibPcap.toTimestamp(slot.timestampNs()));
            if (slot.wireLength() != bytes.length) {
                patchWireLength(slot.wireLength());
            }
        } catch (NotOpenException e) {
            throw new IllegalStateException(file + ": was closed", e);
        }
        position = end;
        framesWritten++;
    }

    /** pcap4j writes every frame as if it were whole; a cut frame's length on the wire is put right in the file. */
    private void patchWireLength(int wireLength) {
        flush();
        try {
            if (patchChannel == null) {
                patchChannel = FileChannel.open(file, StandardOpenOption.WRITE);
            }
            patchChannel.write(wireLengthField.clear().putInt(0, wireLength), position + WIRE_LENGTH_OFFSET);
        } catch (IOException e) {
            throw failure(e.getMessage(), e);
        }
    }

    /** Frames taken so far. */
    public long framesWritten() {
        return framesWritten;
    }

    /** Everything taken so far is in the file after this. */
    public void flush() {
        try {
            dumper.flush();
            flushedPosition = position;
        } catch (PcapNativeException | NotOpenException e) {
            throw failure(e.getMessage(), e);
        }
    }

    private CaptureException failure(String why, Exception cause) {
        return new CaptureException(file + ": could not be written whole (" + why + "); is the disk full?", cause);
    }

    /**
     * Ends the file; safe to call twice.
     *
     * @throws CaptureException when not every frame could be written
     */
    @Override
    public void close() {
        if (!dumper.isOpen()) {
            return;
        }
        try (FileChannel patches = patchChannel) {
            flush();
        } catch (IOException e) {
            throw failure(e.getMessage(), e);
        } finally {
            dumper.close();
            handle.close();
            checkWhole();
        }
    }

    /** The file's size tells what libpcap doesn't; a frame that was written in part is taken away. */
    private void checkWhole() {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long size = channel.size();
            if (size < position) {
                channel.truncate(PcapFormat.endOfWholeFrames(channel));
                throw failure("only " + size + " of " + position + " bytes could be written", null);
            }
        } catch (IOException e) {
            throw failure(e.getMessage(), e);
        }
    }
}
