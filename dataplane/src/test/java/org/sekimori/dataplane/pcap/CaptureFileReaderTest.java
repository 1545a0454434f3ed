package org.sekimori.dataplane.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CaptureFileReaderTest {
    private static final long SECONDS = 1_700_000_000L;
    private static final byte[] ONE = new byte[74];
    private static final byte[] TWO = {1, 2, 3, 4, 5};

    @TempDir
    private Path folder;

    static Stream<Arguments> formats() {
        List<Arguments> formats = new ArrayList<>();
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            for (boolean nano : List.of(false, true)) {
                formats.add(Arguments.of("pcap " + order, nano, CaptureBytes.pcap(order, nano, CaptureBytes.ETHERNET)));
                formats.add(Arguments.of("pcapng " + order, nano, CaptureBytes.pcapng(order, nano)));
            }
        }
        return formats.stream();
    }

    @ParameterizedTest(name = "{0}, nanoseconds: {1}")
    @MethodSource("formats")
    void shouldReadEveryFormat(String name, boolean nano, CaptureBytes capture) {
        Path file = capture.frame(SECONDS, 123_456, ONE)
                .frame(SECONDS + 1, 999_999, TWO, 1500)
                .writeTo(folder.resolve("x.pcap"));
        try (CaptureFileReader reader = CaptureFileReader.open(file)) {
            CaptureFrame first = reader.next();
            CaptureFrame second = reader.next();
            long unit = nano ? 1 : TimeUnit.MICROSECONDS.toNanos(1);
            assertThat(first.timestampNs()).isEqualTo(TimeUnit.SECONDS.toNanos(SECONDS) + 123_456 * unit);
            assertThat(first.bytes()).isEqualTo(ONE);
            assertThat(first.wireLength()).isEqualTo(ONE.length);
            assertThat(first.number()).isEqualTo(1);
            assertThat(second.timestampNs()).isEqualTo(TimeUnit.SECONDS.toNanos(SECONDS + 1) + 999_999 * unit);
            assertThat(second.bytes()).isEqualTo(TWO);
            assertThat(second.wireLength()).isEqualTo(1500);
            assertThat(second.number()).isEqualTo(2);
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void shouldReadEmptyFramesAndFilesWithout() {
        Path none = CaptureBytes.ethernet().writeTo(folder.resolve("none.pcap"));
        Path empty = CaptureBytes.ethernet()
                .frame(SECONDS, 0, new byte[0])
                .frame(SECONDS, 0, new byte[0], 60)
                .writeTo(folder.resolve("empty.pcap"));
        assertThat(readAll(none)).isEmpty();
        assertThat(readAll(empty)).extracting(CaptureFrame::wireLength).containsExactly(0, 60);
    }

    @ParameterizedTest(name = "{0} bytes missing")
    @CsvSource(
            delimiter = '|',
            value = {
                "62 | cut off in frame 3 (of its 74 bytes 12 are there); 2 frames were read",
                "74 | cut off in frame 3 (of its 74 bytes 0 are there); 2 frames were read",
                "85 | cut off in the header of frame 3 (of its 16 bytes 5 are there); 2 frames were read",
                "91 | cut off in frame 2 (of its 5 bytes 4 are there); 1 frame was read"
            })
    void shouldSayWhereAFileIsCutOff(int missing, String message) {
        CaptureBytes capture = CaptureBytes.ethernet()
                .frame(SECONDS, 0, ONE)
                .frame(SECONDS, 0, TWO)
                .frame(SECONDS, 0, ONE);
        Path file = capture.writeTo(folder.resolve("x.pcap"), capture.bytes().length - missing);
        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> readAll(file))
                .withMessage(file + ": " + message);
    }

    @Test
    void shouldSayWhereAPcapngFileIsCutOff() {
        CaptureBytes capture =
                CaptureBytes.pcapng(ByteOrder.LITTLE_ENDIAN, true).frame(SECONDS, 0, TWO);
        int whole = capture.bytes().length;
        Path file = capture.frame(SECONDS, 0, ONE).writeTo(folder.resolve("x.pcapng"), whole + 40);
        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> readAll(file))
                .withMessage(file + ": cut off at frame 2 (of the next 100 bytes 32 are there); 1 frame was read");
    }

    @Test
    void shouldSayWhereALengthIsImpossible() {
        byte[] bytes = CaptureBytes.ethernet()
                .frame(SECONDS, 0, ONE)
                .frame(SECONDS, 0, TWO)
                .bytes();
        int lengthOffset = 24 + 16 + ONE.length + 8;
        bytes[lengthOffset + 3] = 0x7F;
        Path file = write("x.pcap", bytes);
        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> readAll(file))
                .withMessageStartingWith(file + ": broken at frame 2 (")
                .withMessageEndingWith("; 1 frame was read");
    }

    @Test
    void shouldNeverFailOtherwiseHoweverShortTheFile() {
        CaptureBytes capture = CaptureBytes.ethernet().frame(SECONDS, 0, ONE).frame(SECONDS, 0, TWO);
        int headerLength = 24;
        List<Integer> wholeAt = List.of(headerLength, headerLength + 90, headerLength + 111);
        for (int length = 0; length <= capture.bytes().length; length++) {
            Path file = capture.writeTo(folder.resolve("x.pcap"), length);
            boolean isWhole;
            try {
                readAll(file);
                isWhole = true;
            } catch (CaptureException e) {
                assertThat(e.getMessage()).startsWith(file + ": ").doesNotContain("\n");
                isWhole = false;
            }
            assertThat(isWhole).as("%d bytes", length).isEqualTo(wholeAt.contains(length));
        }
    }

    @Test
    void shouldReadFramesWhoseTimesAreBroken() {
        Path file = CaptureBytes.ethernet()
                .frame(SECONDS, 1, ONE)
                .frame(SECONDS, 1_500_000_000, TWO, 60)
                .frame(SECONDS, -7, ONE)
                .frame(SECONDS, 2, TWO)
                .writeTo(folder.resolve("x.pcap"));
        List<CaptureFrame> frames = readAll(file);
        assertThat(frames).extracting(CaptureFrame::number).containsExactly(1L, 2L, 3L, 4L);
        assertThat(frames).extracting(CaptureFrame::bytes).containsExactly(ONE, TWO, ONE, TWO);
        assertThat(frames).extracting(CaptureFrame::wireLength).containsExactly(74, 60, 74, 5);
        long start = TimeUnit.SECONDS.toNanos(SECONDS);
        assertThat(frames)
                .extracting(CaptureFrame::timestampNs)
                .containsExactly(start + 1, start + 999_999_999, start, start + 2);
    }

    @Test
    void shouldSayWhereAFileWithBrokenTimesIsCutOff() {
        CaptureBytes capture =
                CaptureBytes.ethernet().frame(SECONDS, 1_500_000_000, TWO).frame(SECONDS, 0, ONE);
        Path file = capture.writeTo(folder.resolve("x.pcap"), capture.bytes().length - 1);
        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> readAll(file))
                .withMessage(file + ": cut off in frame 2 (of its 74 bytes 73 are there); 1 frame was read");
    }

    @Test
    void shouldSayWhyAFileCannotBeOpened() throws IOException {
        assertRefused(folder.resolve("absent.pcap"), "no such file");
        assertRefused(Files.createDirectory(folder.resolve("d")), "is a directory, not a capture file");
        assertRefused(write("empty.pcap", new byte[0]), "is empty, not even a capture file's header is there");
        assertRefused(
                write("text.pcap", "no capture at all, but long enough".getBytes()), "is not a pcap or pcapng file");
        assertRefused(
                CaptureBytes.ethernet().writeTo(folder.resolve("head.pcap"), 20),
                "is cut off in the file's header (only 20 bytes are there)");
        assertRefused(
                CaptureBytes.pcap(ByteOrder.BIG_ENDIAN, false, CaptureBytes.WIRELESS)
                        .writeTo(folder.resolve("raw.pcap")),
                "its link type is 802.11 (105); captures can be read of Ethernet, raw IP, Linux cooked, BSD loopback"
                        + ", PPP and Cisco HDLC");
    }

    private void assertRefused(Path file, String message) {
        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> CaptureFileReader.open(file))
                .withMessage(file + ": " + message);
    }

    private Path write(String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static List<CaptureFrame> readAll(Path file) {
        List<CaptureFrame> frames = new ArrayList<>();
        try (CaptureFileReader reader = CaptureFileReader.open(file)) {
            for (CaptureFrame frame = reader.next(); frame != null; frame = reader.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }
}
