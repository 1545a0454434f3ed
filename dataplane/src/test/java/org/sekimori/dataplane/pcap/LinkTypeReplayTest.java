package org.sekimori.dataplane.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.frame.LinkTypes;
import org.sekimori.dataplane.port.FrameSlot;

/** Captures of other than Ethernet frames, in and out. */
class LinkTypeReplayTest {
    private static final byte[] FRAME = {0x45, 0, 0, 20, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 50, 51, 101, 104, 108, 113, 228, 229, 276})
    void shouldReadAndWriteEveryLinkTypeTheDecoderKnows(int linkType) throws IOException {
        Path in = CaptureBytes.pcap(ByteOrder.BIG_ENDIAN, false, linkType)
                .frame(1, 2, FRAME)
                .writeTo(folder.resolve("in.pcap"));
        Path out = folder.resolve("out.pcap");
        List<CaptureFrame> frames = CaptureFileReaderTest.readAll(in);
        assertThat(frames).extracting(CaptureFrame::linkType).containsExactly(linkType);

        try (CaptureFileWriter writer = CaptureFileWriter.create(out, linkType)) {
            writer.accept(slot(linkType));
        }

        ByteBuffer header = ByteBuffer.wrap(Files.readAllBytes(out)).order(ByteOrder.nativeOrder());
        assertThat(header.getInt(20)).as("link type in the file").isEqualTo(linkType);
        assertThat(CaptureFileReaderTest.readAll(out))
                .extracting(CaptureFrame::linkType)
                .containsExactly(linkType);
    }

    @ParameterizedTest
    @CsvSource({"12, 101", "14, 101"})
    void shouldTakeLibpcapsOwnNumbersForRawIp(int number, int linkType) {
        Path in = CaptureBytes.pcap(ByteOrder.LITTLE_ENDIAN, true, number)
                .frame(1, 2, FRAME)
                .writeTo(folder.resolve("raw.pcap"));

        assertThat(CaptureFileReaderTest.readAll(in))
                .extracting(CaptureFrame::linkType)
                .containsExactly(linkType);
    }

    @Test
    void shouldRefuseAFrameOfAnotherLinkType() {
        Path out = folder.resolve("out.pcap");
        try (CaptureFileWriter writer = CaptureFileWriter.create(out)) {
            assertThatExceptionOfType(CaptureException.class)
                    .isThrownBy(() -> writer.accept(slot(LinkTypes.RAW)))
                    .withMessage(out + ": holds frames of link type 1 and can't take one of 101");
        }
    }

    private static FrameSlot slot(int linkType) {
        FrameSlot slot = new FrameSlot();
        slot.frame().wrap(FRAME);
        slot.received(FRAME.length, 1_000, 0);
        slot.linkType(linkType);
        return slot;
    }
}
