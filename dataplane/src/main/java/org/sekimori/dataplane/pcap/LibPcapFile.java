package org.sekimori.dataplane.pcap;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.Pcaps;
import org.sekimori.dataplane.frame.LinkTypes;

/** A capture that libpcap reads: the classic format in all its kinds, and what comes out of a pipe. */
final class LibPcapFile implements FrameSource {
    private final Path file;
    private final int linkType;
    private PcapHandle handle;
    private TimestampRepair.Copy repaired;
    private long framesRead;

    private LibPcapFile(Path file, PcapHandle handle) {
        this.file = file;
        this.handle = handle;
        this.linkType = LibPcap.linkType(handle.getDlt());
    }

    static LibPcapFile open(Path file) {
        PcapHandle handle = openHandle(file, file);
        if (!LinkTypes.isKnown(LibPcap.linkType(handle.getDlt()))) {
            String name = LibPcap.linkName(handle.getDlt());
            handle.close();
            throw new CaptureException(file + CaptureFault.unknownLinkType(name));
        }
        return new LibPcapFile(file, handle);
    }

    private static PcapHandle openHandle(Path toOpen, Path toName) {
        return LibPcap.open(
                () -> Pcaps.openOffline(toOpen.toString(), TimestampPrecision.NANO),
                words -> CaptureFault.onOpen(toName, words));
    }

    @Override
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

    @Override
    public int linkType() {
        return linkType;
    }

    @Override
    public void close() {
        handle.close();
        if (repaired != null) {
            repaired.file().toFile().delete();
        }
    }
}
