package org.sekimori.dataplane.boxfile;

import static org.sekimori.dataplane.boxfile.BoxFileDescriptor.*;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.TransitHistogram;
import org.sekimori.dataplane.event.EventReader;
import org.sekimori.dataplane.whatif.WhatIfCounters;

/**
 * Reads a box's file while the box writes it. Another user's process wrote it: everything is checked, first of all that
 * the file is as long as its header says, for touching a mapping behind the end of its file is fatal. Any thread may
 * read. What this gives out can be used after {@link #close}; it shows then what the file last held.
 */
public final class BoxFileReader implements AutoCloseable {
    private final BoxSections sections;
    private final BoxHeaderReader header;
    private final LineReader line;

    BoxFileReader(BoxSections sections) {
        this.sections = sections;
        this.header = new BoxHeaderReader(sections.buffer(BoxFileSection.HEADER, 0));
        this.line = new LineReader(sections.buffer(BoxFileSection.LINE, 0));
    }

    /**
     * Opens a box's file.
     *
     * @throws BoxFileException if it isn't there, can't be read, or is none
     */
    public static BoxFileReader open(Path file) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new BoxFileException("'" + file + "' is no file");
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                return new BoxFileReader(MappedSections.forReading(checkedShape(file, channel), channel));
            }
        } catch (NoSuchFileException missing) {
            throw new BoxFileException("no box runs here: '" + file + "' is not there", missing);
        } catch (AccessDeniedException forbidden) {
            throw BoxFileException.forbidden(file, forbidden);
        } catch (IOException problem) {
            throw new BoxFileException("can't read the box's file '" + file + "': " + problem.getMessage(), problem);
        }
    }

    /** The header is read once, by a read, so that what was checked is what is used. */
    private static BoxFileShape checkedShape(Path file, FileChannel channel) throws IOException {
        UnsafeBuffer copy = new UnsafeBuffer(ByteBuffer.allocate(HEADER_LENGTH));
        ByteBuffer bytes = copy.byteBuffer();
        while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) > 0) {
            continue;
        }
        if (bytes.hasRemaining() || copy.getLong(MAGIC_OFFSET) != MAGIC) {
            throw new BoxFileException("'" + file + "' is not a box's file");
        }
        if (copy.getInt(VERSION_OFFSET) != VERSION || copy.getInt(FINGERPRINT_OFFSET) != fingerprint()) {
            throw new BoxFileException("'" + file + "' was written by a box of another version of this program");
        }
        BoxFileShape shape;
        try {
            shape = new BoxFileShape(copy.getInt(WORKERS_OFFSET), copy.getInt(RING_BYTES_OFFSET));
        } catch (IllegalArgumentException wrong) {
            throw new BoxFileException("'" + file + "' is damaged: " + wrong.getMessage(), wrong);
        }
        long wanted = BoxFileSection.fileLength(shape);
        if (copy.getLong(LENGTH_OFFSET) != wanted || channel.size() != wanted) {
            throw new BoxFileException(
                    "'" + file + "' is damaged: it has " + channel.size() + " bytes in place of " + wanted);
        }
        return shape;
    }

    /**
     * What the box says of itself now.
     *
     * @throws BoxFileException if the file is written by something else than a box
     */
    public BoxStatus status() {
        return header.status(System.nanoTime(), line.read());
    }

    /** Another number where what {@link #status} says of the line has changed since; costs one load. */
    public long lineNumber() {
        return line.number();
    }

    /** What the box has counted, as it goes on; for reading only. */
    public BoxCounters counters() {
        return new BoxCounters(new FileCounters(sections, true), header.wanName(), header.lanName());
    }

    /** How long frames take through the box, as it goes on; for reading only. */
    public TransitHistogram transit() {
        return new TransitHistogram(ofEachWorker(BoxFileSection.TRANSIT));
    }

    /** A new reader of what is told of dropped frames, for one thread. */
    public EventReader events() {
        return new EventReader(ofEachWorker(BoxFileSection.EVENTS), counters()::ruleName);
    }

    /** What a candidate policy would change, as it is compared; for reading only. */
    public WhatIfCounters whatIf() {
        return new WhatIfCounters(ofEachWorker(BoxFileSection.WHAT_IF), counters()::ruleName);
    }

    private List<UnsafeBuffer> ofEachWorker(BoxFileSection section) {
        return IntStream.range(0, sections.shape().workers())
                .mapToObj(worker -> sections.buffer(section, worker))
                .toList();
    }

    @Override
    public void close() {
        // the mapping goes when nobody holds it any more
    }
}
