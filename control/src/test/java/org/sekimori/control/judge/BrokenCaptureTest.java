package org.sekimori.control.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Capture files that are cut off, that lie, or that are none: replay ends with a line about the file, and judges every
 * whole frame before the fault.
 */
@Tag("long")
class BrokenCaptureTest {
    private static final long SEED = 20_260_711;
    private static final int MUTANTS = 150;
    private static final int HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int SNAP_LENGTH_AT = 16;
    private static final int LENGTH_AT = 8;
    private static final int LONGEST_FRAME = 262_144;
    private static final byte[] FRAME = new byte[60];

    @TempDir
    private Path folder;

    @Test
    void shouldJudgeTheWholeFramesOfAFileCutOffAnywhere() throws IOException {
        for (byte[] whole : List.of(classic(), nextGeneration())) {
            SplittableRandom random = new SplittableRandom(SEED);
            for (int i = 0; i < MUTANTS / 2; i++) {
                int length = random.nextInt(whole.length + 1);
                Path file = Files.write(folder.resolve("x.pcap"), Arrays.copyOf(whole, length));
                Verdicts verdicts = Verdicts.of(file, folder);
                assertThat(verdicts.frames())
                        .as("%d of %d bytes: %s", length, whole.length, verdicts.fault())
                        .hasSize((int) CaptureRecords.count(file));
            }
        }
    }

    @Test
    void shouldSayWhatIsWrongOrReadOnWhateverBytesAreWrong() throws IOException {
        for (byte[] whole : List.of(classic(), nextGeneration())) {
            SplittableRandom random = new SplittableRandom(SEED);
            for (int i = 0; i < MUTANTS; i++) {
                byte[] mutant = whole.clone();
                for (int change = random.nextInt(4); change >= 0; change--) {
                    int at = random.nextInt(4) == 0 ? random.nextInt(HEADER) : random.nextInt(mutant.length);
                    mutant[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextBoolean() ? -1 : 0);
                }
                Path file = Files.write(folder.resolve("x.pcap"), mutant);
                Verdicts verdicts = Verdicts.of(file, folder);
                assertThat(verdicts.fault())
                        .as("seed %d, mutant %d", SEED, i)
                        .satisfiesAnyOf(
                                fault -> assertThat(fault).isEmpty(),
                                fault -> assertThat(fault)
                                        .startsWith("sekimori replay: " + file + ": ")
                                        .doesNotContain("\n"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x0100_0000, 300_000})
    void shouldStopAtALengthThatCannotBe(int length) throws IOException {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            byte[] bytes = capture(order, 65_535, FRAME, FRAME, FRAME);
            int third = HEADER + 2 * (RECORD_HEADER + FRAME.length);
            ByteBuffer.wrap(bytes).order(order).putInt(third + LENGTH_AT, length);
            Verdicts verdicts = Verdicts.of(Files.write(folder.resolve("x.pcap"), bytes), folder);
            assertThat(verdicts.frames()).hasSize(2);
            assertThat(verdicts.fault()).contains("frame 3").endsWith("; 2 frames were read");
        }
    }

    @Test
    void shouldReadEmptyAndVeryLongFramesWhateverTheSnapLengthSays() throws IOException {
        for (int snapLength : new int[] {0, -1, 65_535, LONGEST_FRAME, Integer.MAX_VALUE}) {
            byte[] bytes =
                    capture(ByteOrder.LITTLE_ENDIAN, snapLength, new byte[0], FRAME, new byte[LONGEST_FRAME], FRAME);
            Verdicts verdicts = Verdicts.of(Files.write(folder.resolve("x.pcap"), bytes), folder);
            assertThat(verdicts.fault()).as("snap length %d", snapLength).isEmpty();
            assertThat(verdicts.frames()).hasSize(4);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0a",
                "0a0d0d0a",
                "d4c3b2a1",
                "a1b2c3d4",
                "a1b2cd34",
                "1f8b0800",
                "0a0d0d0a0000001c",
                "0a0d0d0affffffff1a2b3c4d",
                "d4c3b2a10300040000000000000000000000000001000000"
            })
    void shouldRefuseWhatIsNoCaptureInOneLine(String hex) throws IOException {
        Path file = Files.write(folder.resolve("x.pcap"), Wrap.hex(hex));
        Verdicts verdicts = Verdicts.of(file, folder);
        assertThat(verdicts.fault())
                .startsWith("sekimori replay: " + file + ": ")
                .doesNotContain("\n");
        assertThat(verdicts.frames()).isEmpty();
    }

    private static byte[] classic() throws IOException {
        return Files.readAllBytes(Corpus.resource("/golden/ntp-mode7/input.pcap"));
    }

    private static byte[] nextGeneration() throws IOException {
        return Files.readAllBytes(Corpus.resource("/corpus/pcap/google/gopacket/pcapgo/tests/le/test202.pcapng"));
    }

    private static byte[] capture(ByteOrder order, int snapLength, byte[]... frames) {
        List<byte[]> all = new ArrayList<>(List.of(frames));
        int length = HEADER
                + all.stream().mapToInt(frame -> RECORD_HEADER + frame.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(length).order(order);
        bytes.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putLong(0);
        bytes.putInt(snapLength).putInt(1);
        for (byte[] frame : all) {
            bytes.putInt(1).putInt(2).putInt(frame.length).putInt(frame.length).put(frame);
        }
        return bytes.putInt(SNAP_LENGTH_AT, snapLength).array();
    }
}
