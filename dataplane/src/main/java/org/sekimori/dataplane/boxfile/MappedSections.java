package org.sekimori.dataplane.boxfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.EnumMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The parts of a file, mapped. A mapping goes when nobody holds it any more, and not before: a reader that is still in
 * somebody's hands must not touch memory that is gone.
 */
final class MappedSections implements BoxSections {
    private final BoxFileShape shape;
    private final FileChannel channel;
    private final Map<BoxFileSection, UnsafeBuffer[]> buffers = new EnumMap<>(BoxFileSection.class);

    private MappedSections(BoxFileShape shape, FileChannel channel, MapMode mode) throws IOException {
        this.shape = shape;
        this.channel = channel;
        for (BoxFileSection section : BoxFileSection.values()) {
            UnsafeBuffer[] parts = new UnsafeBuffer[section.count(shape)];
            for (int worker = 0; worker < parts.length; worker++) {
                parts[worker] =
                        new UnsafeBuffer(channel.map(mode, section.offset(shape, worker), section.length(shape)));
            }
            buffers.put(section, parts);
        }
    }

    /** Maps a file whose length was checked, for reading. */
    static MappedSections forReading(BoxFileShape shape, FileChannel channel) throws IOException {
        return new MappedSections(shape, channel, MapMode.READ_ONLY);
    }

    /** Gives a fresh file its length, takes the room of what isn't sparse from the file system, and maps it. */
    static MappedSections forWriting(BoxFileShape shape, FileChannel channel) throws IOException {
        writeZeros(channel, BoxFileSection.fileLength(shape) - 1, 1);
        writeZeros(channel, 0, BoxFileSection.denseLength(shape));
        MappedSections sections = new MappedSections(shape, channel, MapMode.READ_WRITE);
        for (int worker = 0; worker < shape.workers(); worker++) {
            sections.write(BoxFileSection.VERDICTS, worker, 0, BoxFileDescriptor.PAGE);
        }
        sections.write(BoxFileSection.NAMES, 0, 0, BoxFileDescriptor.PAGE);
        return sections;
    }

    @Override
    public BoxFileShape shape() {
        return shape;
    }

    @Override
    public UnsafeBuffer buffer(BoxFileSection section, int worker) {
        return buffers.get(section)[worker];
    }

    /** By a write, which can fail, and not by touching the mapping, which would take the process with it. */
    @Override
    public void claim(BoxFileSection section, int worker, int offset, int length) {
        try {
            write(section, worker, offset, length);
        } catch (IOException full) {
            throw new IllegalStateException("no room for more rules in the box's file: " + full.getMessage(), full);
        }
    }

    private void write(BoxFileSection section, int worker, int offset, int length) throws IOException {
        writeZeros(channel, section.offset(shape, worker) + offset, length);
    }

    private static void writeZeros(FileChannel channel, long from, long length) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(length, 1 << 16));
        long at = from;
        while (at < from + length) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), from + length - at));
            at += channel.write(zeros, at);
        }
    }
}
