package org.sekimori.dataplane.guard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.Direction;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.image.PolicyImageException;

/**
 * How much of a program's counts boxes have taken already, and the policy that they count by: a file, so that the next box
 * goes on where one that was killed stopped. The map with the counts themselves has the same name in the guard's folder.
 *
 * <pre>
 *    0  magic                                            8
 *    8  version                                          4
 *   12  direction of the program's frames                4
 *   16  entries of the map                               4
 *   20  bytes of the policy's image                      4
 *   64  what was taken of entry 0, entry 1 ...          64 each, as the map has it
 *       the policy's image
 * </pre>
 *
 * Belongs to one thread at a time. All of the file is written before it is mapped, so that no page of it is wanting later.
 */
public final class CountLedger implements AutoCloseable {
    /** Bytes of an entry. */
    public static final int ENTRY_BYTES = 64;

    private static final long MAGIC = 0x5345_4B49_434E_5431L;
    private static final int VERSION = 1;
    private static final int VERSION_OFFSET = 8;
    private static final int DIRECTION_OFFSET = 12;
    private static final int ENTRIES_OFFSET = 16;
    private static final int IMAGE_BYTES_OFFSET = 20;
    private static final int TAKEN_OFFSET = 64;
    /** More than any policy has. */
    private static final int MAX_ENTRIES = 1 << 20;

    private static final Set<StandardOpenOption> FRESH =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final Set<OpenOption> LEFT =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    private static final int MAX_BYTES = 1 << 29;
    private static final FileAttribute<?> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final MappedByteBuffer mapped;
    private final UnsafeBuffer taken;
    private final PolicyTable table;
    private final Direction direction;

    private CountLedger(Path file, MappedByteBuffer mapped, int entries, PolicyTable table, Direction direction) {
        this.file = file;
        this.mapped = mapped;
        this.taken = new UnsafeBuffer(mapped, TAKEN_OFFSET, entries * ENTRY_BYTES);
        this.table = table;
        this.direction = direction;
    }

    /** Makes one: nothing is taken yet. */
    static CountLedger create(Path file, PolicyTable table, Direction direction, int entries) throws IOException {
        ByteBuffer image = table.image();
        int imageAt = TAKEN_OFFSET + entries * ENTRY_BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(imageAt + image.remaining()).order(ByteOrder.nativeOrder());
        bytes.putLong(0, MAGIC)
                .putInt(VERSION_OFFSET, VERSION)
                .putInt(DIRECTION_OFFSET, direction.ordinal())
                .putInt(ENTRIES_OFFSET, entries)
                .putInt(IMAGE_BYTES_OFFSET, image.remaining());
        bytes.position(imageAt).put(image).rewind();
        try (FileChannel channel = FileChannel.open(file, FRESH, MODE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            return new CountLedger(file, map(channel, imageAt), entries, table, direction);
        }
    }

    /**
     * Opens one that was left.
     *
     * @throws IOException with one line where it can't be used
     */
    static CountLedger open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, LEFT)) {
            return open(file, channel);
        }
    }

    private static CountLedger open(Path file, FileChannel channel) throws IOException {
        ByteBuffer bytes = read(channel);
        if (bytes.limit() < TAKEN_OFFSET || bytes.getLong(0) != MAGIC || bytes.getInt(VERSION_OFFSET) != VERSION) {
            throw new IOException("is none of this version");
        }
        int entries = bytes.getInt(ENTRIES_OFFSET);
        int imageBytes = bytes.getInt(IMAGE_BYTES_OFFSET);
        int direction = bytes.getInt(DIRECTION_OFFSET);
        boolean isWhole = entries > 0
                && entries <= MAX_ENTRIES
                && direction >= 0
                && direction < Direction.values().length
                && bytes.limit() == TAKEN_OFFSET + (long) entries * ENTRY_BYTES + imageBytes;
        if (!isWhole) {
            throw new IOException("is damaged");
        }
        int imageAt = TAKEN_OFFSET + entries * ENTRY_BYTES;
        try {
            byte[] image = new byte[imageBytes];
            bytes.get(imageAt, image);
            PolicyTable table = PolicyTable.over(new UnsafeBuffer(image));
            return new CountLedger(file, map(channel, imageAt), entries, table, Direction.values()[direction]);
        } catch (PolicyImageException broken) {
            throw new IOException(broken.getMessage(), broken);
        }
    }

    private static ByteBuffer read(FileChannel channel) throws IOException {
        if (channel.size() > MAX_BYTES) {
            throw new IOException("is longer than any policy's");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) channel.size()).order(ByteOrder.nativeOrder());
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // on
        }
        return bytes.flip();
    }

    private static MappedByteBuffer map(FileChannel channel, int length) throws IOException {
        return channel.map(FileChannel.MapMode.READ_WRITE, 0, length);
    }

    /** The name that the map with the counts has as well. */
    String name() {
        return file.getFileName().toString();
    }

    /** What of each entry was taken, one behind the other. */
    public UnsafeBuffer taken() {
        return taken;
    }

    /** How many entries the map has. */
    public int entries() {
        return taken.capacity() / ENTRY_BYTES;
    }

    /** By what the program decides. */
    public PolicyTable table() {
        return table;
    }

    /** The way its frames go. */
    public Direction direction() {
        return direction;
    }

    /** Deletes the file, and lets go of it. */
    void delete() throws IOException {
        close();
        Files.deleteIfExists(file);
    }

    /** Lets go of it; the file stays. {@link #taken} is not to be touched any more. */
    @Override
    public void close() {
        BufferUtil.free(mapped);
    }
}
