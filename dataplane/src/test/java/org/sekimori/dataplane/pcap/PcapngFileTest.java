package org.sekimori.dataplane.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.frame.LinkTypes;

class PcapngFileTest {
    private static final int IEEE_802_11 = 105;
    private static final int TIME_RESOLUTION = 9;
    private static final int TIME_OFFSET = 14;
    private static final byte[] FRAME = {1, 2, 3, 4, 5};
    private static final byte[] OTHER = {6, 7};

    @TempDir
    private Path folder;

    @Test
    void shouldReadInterfacesThatDifferInLinkTypeAndSnapLength() {
        CaptureBytes capture = little().interfaceBlock(LinkTypes.ETHERNET, 96, 0)
                .interfaceBlock(LinkTypes.NULL, 128, 0)
                .packet(1, 0, FRAME)
                .packet(0, 0, OTHER)
                .interfaceBlock(LinkTypes.RAW, 0, 0)
                .packet(2, 0, FRAME);
        List<CaptureFrame> frames = read(capture);
        assertThat(frames)
                .extracting(CaptureFrame::linkType)
                .containsExactly(LinkTypes.NULL, LinkTypes.ETHERNET, LinkTypes.RAW);
        assertThat(frames).extracting(CaptureFrame::bytes).containsExactly(FRAME, OTHER, FRAME);
        assertThat(linkType(capture)).isEqualTo(CaptureFileReader.SEVERAL_LINK_TYPES);
    }

    @Test
    void shouldReadEveryKindOfPacketAndSkipOtherBlocks() {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            CaptureBytes capture = CaptureBytes.section(order)
                    .block(0x0BAD, new byte[8])
                    .interfaceBlock(LinkTypes.ETHERNET, 3, 0)
                    .interfaceBlock(LinkTypes.ETHERNET, 0, 0)
                    .simplePacket(5, new byte[] {1, 2, 3})
                    .block(4, new byte[4])
                    .obsoletePacket(1, 2_000_001, FRAME)
                    .simplePacket(0, new byte[0])
                    .packet(1, 3_000_002, FRAME);
            List<CaptureFrame> frames = read(capture);
            assertThat(frames).extracting(CaptureFrame::wireLength).containsExactly(5, 5, 0, 5);
            assertThat(frames).extracting(frame -> frame.bytes().length).containsExactly(3, 5, 0, 5);
            assertThat(frames)
                    .extracting(CaptureFrame::timestampNs)
                    .containsExactly(0L, 2_000_001_000L, 0L, 3_000_002_000L);
            assertThat(linkType(capture)).isEqualTo(LinkTypes.ETHERNET);
        }
    }

    @Test
    void shouldBeginAnewWithEachSection() {
        CaptureBytes second = CaptureBytes.section(ByteOrder.BIG_ENDIAN)
                .interfaceBlock(LinkTypes.RAW, 0, 0)
                .packet(0, 7, OTHER);
        List<CaptureFrame> frames = read(little().interfaceBlock(LinkTypes.ETHERNET, 0, 0)
                .packet(0, 0, FRAME)
                .then(second));
        assertThat(frames).extracting(CaptureFrame::number).containsExactly(1L, 2L);
        assertThat(frames).extracting(CaptureFrame::linkType).containsExactly(LinkTypes.ETHERNET, LinkTypes.RAW);
    }

    @ParameterizedTest(name = "resolution {0}")
    @CsvSource({
        "0, 3, 3000000000",
        "3, 3001, 3001000000",
        "6, 3000001, 3000001000",
        "9, 3000000001, 3000000001",
        "12, 3000000001999, 3000000001",
        "18, 3000000001999999999, 3000000001",
        "127, 3000000001999999999, 0",
        "128, 3, 3000000000",
        "138, 3073, 3000976562",
        "190, 9223372036854775807, 1999999999",
        "255, 9223372036854775807, 0",
        "0, -1, 9223372035000000000",
    })
    void shouldCountTimeAsTheInterfaceSays(int resolution, long count, long nanos) {
        CaptureBytes capture = little().interfaceBlock(LinkTypes.ETHERNET, 0, TIME_RESOLUTION, (byte) resolution)
                .packet(0, count, FRAME);
        assertThat(read(capture)).extracting(CaptureFrame::timestampNs).containsExactly(nanos);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -5, 1_700_000_000, Long.MIN_VALUE, Long.MAX_VALUE})
    void shouldAddTheInterfacesOffset(long seconds) {
        byte[] value = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(seconds)
                .array();
        CaptureBytes capture = little().interfaceBlock(LinkTypes.ETHERNET, 0, TIME_OFFSET, value)
                .packet(0, 9_000_000, FRAME);
        long most = TimeUnit.NANOSECONDS.toSeconds(Long.MAX_VALUE) - 1;
        long expected = Math.max(-most, Math.min(most, Math.max(-most, Math.min(most, seconds)) + 9));
        assertThat(read(capture))
                .extracting(CaptureFrame::timestampNs)
                .containsExactly(TimeUnit.SECONDS.toNanos(expected));
    }

    @Test
    void shouldReadFilesWithoutInterfacesOrFrames() {
        assertThat(read(little())).isEmpty();
        CaptureBytes silent = little().interfaceBlock(LinkTypes.RAW, 0, 0);
        assertThat(read(silent)).isEmpty();
        assertThat(linkType(silent)).isEqualTo(LinkTypes.RAW);
    }

    @Test
    void shouldSayWhatIsWrongAfterTheFramesBefore() {
        CaptureBytes wireless = little().interfaceBlock(LinkTypes.ETHERNET, 0, 0)
                .interfaceBlock(IEEE_802_11, 0, 0)
                .packet(0, 0, FRAME)
                .packet(1, 0, FRAME);
        assertBroken(wireless, "broken at frame 2 (its interface's link type is 802.11 (105), which can't be read)");
        assertBroken(oneFrame().packet(1, 0, FRAME), "broken at frame 2 (it comes from interface 1 of 1)");
        assertBroken(oneFrame().block(6, new byte[8]), "broken at frame 2 (a block has 8 of its 20 bytes)");
        byte[] lie = new byte[24];
        lie[12] = 100;
        assertBroken(oneFrame().block(6, lie), "broken at frame 2 (its captured length is 100)");
        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(
                        () -> read(little().interfaceBlock(IEEE_802_11, 0, 0).packet(0, 0, FRAME)))
                .withMessageContaining(": its link type is 802.11 (105); captures can be read of Ethernet");
    }

    @Test
    void shouldNeverFailOtherwiseWhateverByteIsWrong() {
        byte[] whole =
                oneFrame().simplePacket(5, FRAME).obsoletePacket(0, 1, FRAME).bytes();
        for (int at = 0; at < whole.length; at++) {
            for (byte value : new byte[] {0, 1, 127, -128, -1}) {
                byte[] bytes = whole.clone();
                bytes[at] = value;
                Path file = folder.resolve("x.pcapng");
                CaptureBytes.writeTo(file, bytes);
                try {
                    CaptureFileReaderTest.readAll(file);
                } catch (CaptureException broken) {
                    assertThat(broken.getMessage()).startsWith(file + ": ").doesNotContain("\n");
                }
            }
        }
    }

    private static CaptureBytes little() {
        return CaptureBytes.section(ByteOrder.LITTLE_ENDIAN);
    }

    private static CaptureBytes oneFrame() {
        return little().interfaceBlock(LinkTypes.ETHERNET, 0, 0).packet(0, 0, FRAME);
    }

    private void assertBroken(CaptureBytes capture, String message) {
        Path file = capture.writeTo(folder.resolve("x.pcapng"));
        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> CaptureFileReaderTest.readAll(file))
                .withMessage(file + ": " + message + "; 1 frame was read");
    }

    private List<CaptureFrame> read(CaptureBytes capture) {
        return CaptureFileReaderTest.readAll(capture.writeTo(folder.resolve("x.pcapng")));
    }

    private int linkType(CaptureBytes capture) {
        try (CaptureFileReader reader = CaptureFileReader.open(capture.writeTo(folder.resolve("x.pcapng")))) {
            return reader.linkType();
        }
    }
}
