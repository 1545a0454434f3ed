package org.sekimori.dataplane.boxfile;

import static org.sekimori.dataplane.boxfile.BoxFileDescriptor.*;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.TransitHistogram;

/**
 * A box's file, or memory in its place: what the box counts and says, written by the box, readable by others while it
 * runs. A file is made anew at each start and never made shorter, so whoever has mapped an old one can read on.
 */
public final class BoxFile implements AutoCloseable {
    private static final String UNFINISHED = ".new";
    private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");
    private static final Set<StandardOpenOption> FRESH =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);

    private final BoxSections sections;
    private final BoxHeaderWriter header;
    private final LineWriter line;
    private final AutoCloseable channel;
    private BoxCounters counters;

    private BoxFile(BoxSections sections, AutoCloseable channel) {
        this.sections = sections;
        this.channel = channel;
        UnsafeBuffer buffer = sections.buffer(BoxFileSection.HEADER, 0);
        header = new BoxHeaderWriter(buffer);
        line = new LineWriter(sections.buffer(BoxFileSection.LINE, 0));
        begin(buffer);
    }

    /**
     * Makes the file, readable by its group, in place of one that may be there.
     *
     * @throws BoxFileException if it can't be made
     */
    public static BoxFile create(Path file, BoxFileShape shape) {
        Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
        try {
            Files.deleteIfExists(unfinished);
            FileChannel channel = FileChannel.open(unfinished, FRESH, PosixFilePermissions.asFileAttribute(MODE));
            try {
                // the umask may have taken some away
                Files.setPosixFilePermissions(unfinished, MODE);
                BoxFile made = new BoxFile(MappedSections.forWriting(shape, channel), channel);
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return made;
            } catch (IOException problem) {
                channel.close();
                throw problem;
            }
        } catch (IOException problem) {
            throw new BoxFileException("can't make the box's file '" + file + "': " + problem.getMessage(), problem);
        }
    }

    /** The same without a file, for this process alone. */
    public static BoxFile inMemory(BoxFileShape shape) {
        return new BoxFile(new MemorySections(shape), () -> {});
    }

    private void begin(UnsafeBuffer buffer) {
        BoxFileShape shape = sections.shape();
        buffer.putLong(PID_OFFSET, ProcessHandle.current().pid());
        buffer.putLong(INSTANCE_OFFSET, new SecureRandom().nextLong());
        buffer.putLong(STARTED_OFFSET, System.currentTimeMillis());
        buffer.putInt(WORKERS_OFFSET, shape.workers());
        buffer.putInt(RING_BYTES_OFFSET, shape.eventRingBytes());
        buffer.putLong(LENGTH_OFFSET, BoxFileSection.fileLength(shape));
        buffer.putInt(FINGERPRINT_OFFSET, fingerprint());
        buffer.putInt(VERSION_OFFSET, VERSION);
        header.heartbeat(System.nanoTime());
        header.state(BoxState.STARTING);
        buffer.putLongRelease(MAGIC_OFFSET, MAGIC);
    }

    /** The counters in this file, for ports of these names, which are written down beside them; once. */
    public BoxCounters counters(String wanName, String lanName) {
        header.interfaces(wanName, lanName);
        counters = new BoxCounters(new FileCounters(sections, false), wanName, lanName);
        return counters;
    }

    /** The counters made before. */
    public BoxCounters counters() {
        return Objects.requireNonNull(counters, "the ports have no names yet");
    }

    /** What the box says of itself. */
    public BoxHeaderWriter header() {
        return header;
    }

    /** What the box knows of its ports' links. */
    public LineWriter line() {
        return line;
    }

    /** Where that worker tells of dropped frames. */
    public UnsafeBuffer eventRing(int worker) {
        return sections.buffer(BoxFileSection.EVENTS, worker);
    }

    /** Where the egress of the pipeline whose first worker that is writes how long frames took. */
    public TransitHistogram transit(int worker) {
        return new TransitHistogram(sections.buffer(BoxFileSection.TRANSIT, worker));
    }

    /** Where that worker tallies what a candidate policy would change. */
    public UnsafeBuffer whatIf(int worker) {
        return sections.buffer(BoxFileSection.WHAT_IF, worker);
    }

    public BoxFileShape shape() {
        return sections.shape();
    }

    /** This file as others see it, for readers in this process. */
    public BoxFileReader reader() {
        return new BoxFileReader(sections);
    }

    /** Says that the box has stopped. The file stays for those who read it. */
    @Override
    public void close() {
        header.state(BoxState.STOPPED);
        try {
            channel.close();
        } catch (Exception problem) {
            throw new BoxFileException("can't close the box's file: " + problem.getMessage(), problem);
        }
    }
}
