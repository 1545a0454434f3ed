package org.sekimori.dataplane.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.port.FrameSlot;

class CaptureFileWriterTest {
    private static final long SECONDS = 1_700_000_000L;
    private static final int SNAP_LENGTH_OFFSET = 16;

    @TempDir
    private Path folder;

    @Test
    void shouldWriteExactlyWhatTheFormatSays() throws IOException {
        byte[] whole = {1, 2, 3, 4, 5};
        byte[] cut = {6, 7};
        Path file = folder.resolve("out.pcap");
        try (CaptureFileWriter writer = CaptureFileWriter.create(file)) {
            writer.accept(slot(SECONDS, 123_456_789, whole, whole.length));
            writer.accept(slot(SECONDS, 999_999_999, cut, 1514));
            writer.accept(slot(SECONDS + 1, 0, new byte[0], 0));
            assertThat(writer.framesWritten()).isEqualTo(3);
        }
        byte[] expected = CaptureBytes.pcap(ByteOrder.nativeOrder(), true, CaptureBytes.ETHERNET)
                .frame(SECONDS, 123_456_789, whole)
                .frame(SECONDS, 999_999_999, cut, 1514)
                .frame(SECONDS + 1, 0, new byte[0])
                .bytes();
        assertThat(withoutSnapLength(Files.readAllBytes(file))).isEqualTo(withoutSnapLength(expected));
    }

    @Test
    void shouldReadBackFramesOfEveryLength() {
        long seed = 20_240_117;
        SplittableRandom random = new SplittableRandom(seed);
        CaptureBytes input = CaptureBytes.ethernet();
        Path out = folder.resolve("out.pcap");
        try (CaptureFileWriter writer = CaptureFileWriter.create(out)) {
            for (int length = 0; length < 2_000; length++) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                int wireLength = length + random.nextInt(3);
                input.frame(SECONDS, length, bytes, wireLength);
                writer.accept(slot(SECONDS, length, bytes, wireLength));
            }
        }
        Path in = input.writeTo(folder.resolve("in.pcap"));
        assertThat(CaptureFileReaderTest.readAll(out))
                .as("seed %d", seed)
                .usingElementComparator(CaptureFileWriterTest::compare)
                .containsExactlyElementsOf(CaptureFileReaderTest.readAll(in));
    }

    @Test
    void shouldHaveEverythingInTheFileAfterFlush() {
        Path file = folder.resolve("out.pcap");
        try (CaptureFileWriter writer = CaptureFileWriter.create(file)) {
            writer.accept(slot(SECONDS, 0, new byte[60], 60));
            writer.flush();
            assertThat(CaptureFileReaderTest.readAll(file)).hasSize(1);
        }
    }

    @Test
    void shouldOverwriteAndCloseTwice() throws IOException {
        Path file = Files.write(folder.resolve("out.pcap"), new byte[10_000]);
        CaptureFileWriter writer = CaptureFileWriter.create(file);
        writer.close();
        writer.close();
        assertThat(file).hasSize(24);
    }

    @Test
    void shouldSayThatAFileCannotBeCreated() {
        Path file = folder.resolve("absent/out.pcap");
        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> CaptureFileWriter.create(file))
                .withMessage(file + ": can't be created: No such file or directory");
    }

    @Test
    void shouldSayThatTheDiskIsFull() {
        Path file = Path.of("/dev/full");
        CaptureFileWriter writer = CaptureFileWriter.create(file);
        writer.accept(slot(SECONDS, 0, new byte[60], 60));
        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(writer::close)
                .withMessageStartingWith("/dev/full: could not be written whole");
    }

    private static int compare(CaptureFrame one, CaptureFrame other) {
        return Comparator.comparingLong(CaptureFrame::number)
                .thenComparingLong(CaptureFrame::timestampNs)
                .thenComparingInt(CaptureFrame::wireLength)
                .thenComparing(CaptureFrame::bytes, Arrays::compare)
                .compare(one, other);
    }

    private static FrameSlot slot(long seconds, int nanos, byte[] bytes, int wireLength) {
        FrameSlot slot = new FrameSlot();
        slot.frame().wrap(bytes);
        slot.received(wireLength, seconds * 1_000_000_000L + nanos, 0);
        return slot;
    }

    private static byte[] withoutSnapLength(byte[] file) {
        byte[] copy = file.clone();
        for (int i = 0; i < Integer.BYTES; i++) {
            copy[SNAP_LENGTH_OFFSET + i] = 0;
        }
        return copy;
    }
}
