package org.sekimori.dataplane.pcap;

import static org.sekimori.dataplane.pcap.PcapFormat.CAPTURE_LENGTH_OFFSET;
import static org.sekimori.dataplane.pcap.PcapFormat.FILE_HEADER_LENGTH;
import static org.sekimori.dataplane.pcap.PcapFormat.FRACTION_OFFSET;
import static org.sekimori.dataplane.pcap.PcapFormat.FRAME_HEADER_LENGTH;

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

/**
 * Copies a capture so that the sub-second part of every time is below one second. Some real captures carry broken
 * clocks; the frames are good, but pcap4j's time class refuses them, and the frame is lost with its time.
 */
final class TimestampRepair {
    private static final int MAX_FRACTION_NS = 999_999_999;
    private static final int ALL_FRAMES = -1;

    private TimestampRepair() {}

    /**
     * The copy, which the caller deletes, and how its source ended.
     *
     * @param faultWords what libpcap said where the source is cut off; null when it is whole
     */
    record Copy(Path file, String faultWords) {}

    /** A temporary copy of the whole frames, with good times. */
    static Copy of(Path source) throws IOException {
        Path copy = Files.createTempFile("sekimori-", ".pcap");
        try {
            String faultWords = dump(source, copy);
            clampFractions(copy);
            return new Copy(copy, faultWords);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    private static String dump(Path source, Path copy) throws IOException {
        try (PcapHandle handle = Pcaps.openOffline(source.toString(), TimestampPrecision.NANO);
                PcapDumper dumper = handle.dumpOpen(copy.toString())) {
            return dumpAll(handle, dumper);
        } catch (PcapNativeException | NotOpenException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static String dumpAll(PcapHandle handle, PcapDumper dumper) throws IOException, NotOpenException {
        try {
            handle.loop(ALL_FRAMES, dumper);
            return null;
        } catch (PcapNativeException cutOff) {
            return handle.getError();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void clampFractions(Path copy) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(FRAME_HEADER_LENGTH).order(ByteOrder.nativeOrder());
        ByteBuffer fraction = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long position = FILE_HEADER_LENGTH;
            while (channel.read(header.clear(), position) == FRAME_HEADER_LENGTH) {
                int nanos = header.getInt(FRACTION_OFFSET);
                int clamped = Math.max(0, Math.min(nanos, MAX_FRACTION_NS));
                if (clamped != nanos) {
                    channel.write(fraction.clear().putInt(0, clamped), position + FRACTION_OFFSET);
                }
                position += FRAME_HEADER_LENGTH + header.getInt(CAPTURE_LENGTH_OFFSET);
            }
        }
    }
}
