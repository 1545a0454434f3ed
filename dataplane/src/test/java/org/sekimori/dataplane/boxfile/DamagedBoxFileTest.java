package org.sekimori.dataplane.boxfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.state.MemoryKind;
import org.sekimori.dataplane.state.Tally;

/** Whatever is in the file: it is refused in one line, or it is read and gives some numbers. */
@Tag("long")
class DamagedBoxFileTest {
    private static final long SEED = 20_261_125L;
    private static final BoxFileShape SHAPE = new BoxFileShape(2, 1 << 15);
    private static final int FLIPS = 2_000;
    private static final int RANDOM_FILES = 2_000;
    private static final int MOST_RULES_READ = 100;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private Path path;

    @BeforeEach
    void makeFile() {
        path = folder.resolve("state");
        try (BoxFile file = BoxFile.create(path, SHAPE)) {
            BoxCounters counters = file.counters("wan0", "lan0");
            counters.ruleCounter("cldap");
            file.header().policy(PolicyNotice.NONE);
        }
    }

    @Test
    void shouldRefuseAFileOfAnyOtherLength() throws IOException {
        long whole = Files.size(path);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(whole + 1);
            refused();
            file.setLength(whole);
            BoxFileReader.open(path).close();
            file.setLength(whole - 1);
            refused();
            for (int i = 0; i < 500; i++) {
                file.setLength((long) (random.nextDouble() * file.length()));
                refused();
                file.setLength(whole);
            }
        }
    }

    @Test
    void shouldRefuseEveryHeaderThatIsCutOff() throws IOException {
        byte[] header = new byte[BoxFileDescriptor.HEADER_LENGTH + 64];
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.readFully(header);
        }
        for (int length = 0; length <= header.length; length++) {
            Files.write(path, Arrays.copyOf(header, length));
            refused();
        }
    }

    @Test
    void shouldRefuseOrReadAHeaderWithAFlippedBit() throws IOException {
        int taken = 0;
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            for (int i = 0; i < FLIPS; i++) {
                int at = i < 64 * 8 ? i / 8 : random.nextInt(BoxFileDescriptor.HEADER_LENGTH);
                int bit = 1 << i % 8;
                flip(file, at, bit);
                taken += openAndRead() ? 1 : 0;
                flip(file, at, bit);
            }
        }
        assertThat(taken).as("of %d", FLIPS).isBetween(FLIPS / 2, FLIPS - 32 * 8);
    }

    @Test
    void shouldReadAnythingBehindASoundHeader() throws IOException {
        byte[] noise = new byte[(int) BoxFileSection.denseLength(SHAPE)];
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            for (int i = 0; i < 50; i++) {
                random.nextBytes(noise);
                file.seek(BoxFileDescriptor.WAN_NAME_OFFSET);
                file.write(noise, 0, noise.length - BoxFileDescriptor.WAN_NAME_OFFSET);
                file.seek(BoxFileSection.NAMES.offset(SHAPE, 0));
                file.write(noise, 0, 1 << 14);
                assertThat(openAndRead()).isTrue();
            }
        }
    }

    @Test
    void shouldRefuseRandomFiles() throws IOException {
        for (int i = 0; i < RANDOM_FILES; i++) {
            byte[] noise = new byte[random.nextInt(3 * BoxFileDescriptor.PAGE)];
            random.nextBytes(noise);
            if (i % 2 == 0 && noise.length > 32) {
                try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
                    file.read(noise, 0, 16);
                }
            }
            Path strange = folder.resolve("strange");
            Files.write(strange, noise);
            assertThatThrownBy(() -> BoxFileReader.open(strange)).isInstanceOf(BoxFileException.class);
        }
    }

    @Test
    void shouldRefuseWhatIsNoFile() throws IOException {
        assertThatThrownBy(() -> BoxFileReader.open(folder)).hasMessageContaining("is no file");
        assertThatThrownBy(() -> BoxFileReader.open(folder.resolve("none"))).hasMessageContaining("no box runs here");
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        assertThatThrownBy(() -> BoxFileReader.open(loop)).isInstanceOf(BoxFileException.class);
    }

    @Test
    void shouldSayThatAnotherVersionWroteIt() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            flip(file, BoxFileDescriptor.FINGERPRINT_OFFSET, 1);
        }
        assertThatThrownBy(() -> BoxFileReader.open(path)).hasMessageContaining("another version");
    }

    @Test
    void shouldNotFollowALinkThatLiesWhereTheFileIsMade() throws IOException {
        Path victim = Files.write(folder.resolve("victim"), "mine".getBytes(StandardCharsets.UTF_8));
        Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-r--r--"));
        Files.createSymbolicLink(folder.resolve("other.new"), victim);

        BoxFile.create(folder.resolve("other"), SHAPE).close();

        assertThat(victim).hasContent("mine");
        assertThat(Files.isSymbolicLink(folder.resolve("other"))).isFalse();
    }

    private static void flip(RandomAccessFile file, int at, int bit) throws IOException {
        file.seek(at);
        int value = file.read();
        file.seek(at);
        file.write(value ^ bit);
    }

    private void refused() {
        assertThatThrownBy(() -> BoxFileReader.open(path))
                .isInstanceOf(BoxFileException.class)
                .message()
                .doesNotContain("\n");
    }

    /** Reads all there is; whether it was taken for a box's file. */
    private boolean openAndRead() {
        BoxFileReader reader;
        try {
            reader = BoxFileReader.open(path);
        } catch (BoxFileException refused) {
            return false;
        }
        assertThat(reader.status().policy().policyName()).doesNotContain("\n");
        BoxCounters counters = reader.counters();
        counters.ruleNames().stream()
                .limit(MOST_RULES_READ)
                .forEach(name -> assertThat(name).doesNotContain("\n"));
        counters.rule(0, Kind.DROPPED);
        counters.port(1).value(PortCounter.RECEIVED_BYTES);
        counters.memory(MemoryKind.FLOWS, Tally::size);
        reader.transit().count();
        assertThat(reader.whatIf().hosts()).hasSizeLessThan(1 << 16);
        reader.events().poll(event -> assertThat(event.rule()).doesNotContain("\n"), 10);
        return true;
    }
}
