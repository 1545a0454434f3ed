package org.sekimori.dataplane.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.port.FrameSlot;

/** Writes to a disk that is really full. */
class CaptureFileWriterIT {
    private static final int DISK_BYTES = 64 * 1024;
    private static final int FRAMES = 1_000;

    @TempDir
    private Path disk;

    private boolean mounted;

    @BeforeEach
    void mountSmallDisk() {
        boolean isRoot = ChildProcess.run("id", "-u").output().equals("0");
        Assumptions.assumeTrue(isRoot, "needs root, to mount a small disk");
        ChildProcess mount =
                ChildProcess.run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "tmpfs", disk.toString());
        mounted = mount.status() == 0;
        Assumptions.assumeTrue(mounted, "needs tmpfs: " + mount.output());
    }

    @AfterEach
    void unmount() {
        if (mounted) {
            ChildProcess.run("umount", disk.toString());
        }
    }

    @ParameterizedTest(name = "frames of {0} bytes")
    @ValueSource(ints = {60, 333, 1514, 9000, 60_000})
    void shouldLeaveWholeFramesWhenTheDiskFillsUp(int length) {
        Path file = disk.resolve("out.pcap");
        List<byte[]> sent = new ArrayList<>();
        CaptureFileWriter writer = CaptureFileWriter.create(file);
        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> {
                    try (writer) {
                        for (int i = 0; i < FRAMES; i++) {
                            sent.add(frame(length, i));
                            writer.accept(slot(sent.get(i)));
                        }
                    }
                })
                .withMessageStartingWith(file + ": could not be written whole (");

        List<byte[]> written = CaptureFileReaderTest.readAll(file).stream()
                .map(CaptureFrame::bytes)
                .toList();
        assertThat(written.size()).isPositive().isLessThanOrEqualTo(DISK_BYTES / length);
        assertThat(written).containsExactlyElementsOf(sent.subList(0, written.size()));
    }

    private static byte[] frame(int length, int number) {
        byte[] frame = new byte[length];
        frame[length - 1] = (byte) number;
        return frame;
    }

    private static FrameSlot slot(byte[] bytes) {
        FrameSlot slot = new FrameSlot();
        slot.frame().wrap(bytes);
        slot.received(bytes.length, 0, 0);
        return slot;
    }
}
