package org.sekimori.control.inline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.sekimori.dataplane.linux.TestNamespace;

/** What comes in at a far host, as tcpdump saw it: a judge that shares no code with the box. */
final class FrameCapture implements AutoCloseable {
    private static final int FILE_HEADER_LENGTH = 24;
    private static final int RECORD_HEADER_LENGTH = 16;
    private static final int CAPTURED_LENGTH = 8;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);

    private final Path file;
    private final Path log;
    private final Process tcpdump;

    private FrameCapture(Path file, Path log, Process tcpdump) {
        this.file = file;
        this.log = log;
        this.tcpdump = tcpdump;
    }

    /** Starts to capture what comes in, and returns when it does; much fits in between two looks, which are up to a second apart. */
    static FrameCapture start(TestNamespace host, String interfaceName) {
        return start(host, interfaceName, "-B", "65536");
    }

    /**
     * The same for fewer frames, which are written as they come. Each has a place of its own in the ring, as long as the
     * longest frame could be: there are a thousand.
     */
    static FrameCapture startPrompt(TestNamespace host, String interfaceName) {
        return start(host, interfaceName, "--immediate-mode", "-B", "65536", "-s", "65535");
    }

    private static FrameCapture start(TestNamespace host, String interfaceName, String... options) {
        try {
            Path file = Files.createTempFile("sekimori-", ".pcap");
            Path log = Files.createTempFile("sekimori-", ".log");
            List<String> command = new ArrayList<>(List.of("tcpdump", "-Z", "root", "-i", interfaceName, "-Q", "in"));
            command.addAll(List.of("-U", "-s", "0", "-w", file.toString()));
            command.addAll(List.of(options));
            Process tcpdump = host.start(ProcessBuilder.Redirect.to(log.toFile()), command.toArray(String[]::new));
            FrameCapture capture = new FrameCapture(file, log, tcpdump);
            Wait.until("tcpdump listens", () -> capture.log().contains("listening on"));
            return capture;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Waits until that many frames are there, or patience ends, and returns all there are by then. */
    List<byte[]> await(int count) {
        return await(count, frame -> true);
    }

    /** The same, counting only the frames that are wanted; returns those. */
    List<byte[]> await(int count, Predicate<byte[]> wanted) {
        long deadlineNs = System.nanoTime() + PATIENCE_NS;
        List<byte[]> frames = wanted(wanted);
        while (frames.size() < count && System.nanoTime() < deadlineNs) {
            Wait.aLittle();
            frames = wanted(wanted);
        }
        return frames;
    }

    private List<byte[]> wanted(Predicate<byte[]> wanted) {
        return frames().stream().filter(wanted).toList();
    }

    /** All whole frames written so far. */
    List<byte[]> frames() {
        try {
            byte[] bytes = Files.readAllBytes(file);
            ByteBuffer content = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            List<byte[]> frames = new ArrayList<>();
            int at = FILE_HEADER_LENGTH;
            while (at + RECORD_HEADER_LENGTH <= bytes.length) {
                int length = content.getInt(at + CAPTURED_LENGTH);
                at += RECORD_HEADER_LENGTH;
                if (at + length > bytes.length) {
                    break;
                }
                byte[] frame = new byte[length];
                content.get(at, frame);
                frames.add(frame);
                at += length;
            }
            return frames;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    @Override
    public void close() {
        tcpdump.destroy();
        try {
            tcpdump.waitFor(10, TimeUnit.SECONDS);
            Files.deleteIfExists(file);
            Files.deleteIfExists(log);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
