package org.sekimori.control.events;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;
import org.sekimori.dataplane.command.OwnFolder;
import org.sekimori.dataplane.event.RingPosition;

/**
 * Keeps the {@link ReadingPlace} from one control process to the next, in a file that is written over in one call: a
 * process that is killed leaves the place before or the one after. Belongs to one thread.
 */
final class ReadingPlaceFile {
    private static final Set<StandardOpenOption> OPTIONS = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    private static final FileAttribute<?> MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----"));
    private static final int VERSION = 1;
    private static final int HEAD_BYTES = 5 * Integer.BYTES + 3 * Long.BYTES;
    private static final int RING_BYTES = 2 * Long.BYTES;
    private static final int MAX_RINGS = 1024;

    private final Path file;
    private ReadingPlace saved;

    ReadingPlaceFile(Path file) {
        this.file = file;
    }

    /** The place that was saved last; {@link ReadingPlace#NONE} where there is none that can be read. */
    ReadingPlace load() {
        try {
            saved = parsed(ByteBuffer.wrap(Files.readAllBytes(file)));
        } catch (IOException none) {
            saved = ReadingPlace.NONE;
        }
        return saved;
    }

    private static ReadingPlace parsed(ByteBuffer bytes) {
        int length = bytes.limit();
        if (length < HEAD_BYTES + Integer.BYTES || bytes.getInt(length - Integer.BYTES) != checksum(bytes)) {
            return ReadingPlace.NONE;
        }
        int version = bytes.getInt();
        int count = bytes.getInt();
        if (version != VERSION || count < 0 || count > MAX_RINGS || length != length(count)) {
            return ReadingPlace.NONE;
        }
        long instance = bytes.getLong();
        ReadingPlace.Told told = new ReadingPlace.Told(
                bytes.getInt(), bytes.getInt() != 0, bytes.getInt(), bytes.getLong(), bytes.getLong());
        List<RingPosition> rings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rings.add(new RingPosition(bytes.getLong(), bytes.getLong()));
        }
        return new ReadingPlace(instance, told, rings);
    }

    /** Saves that place, if it is another than before. */
    void save(ReadingPlace place) throws IOException {
        if (place.equals(saved)) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length(place.rings().size()));
        bytes.putInt(VERSION).putInt(place.rings().size()).putLong(place.instance());
        ReadingPlace.Told told = place.told();
        bytes.putInt(told.state()).putInt(told.isSilent() ? 1 : 0).putInt(told.policy());
        bytes.putLong(told.wanChanges()).putLong(told.lanChanges());
        place.rings().forEach(ring -> bytes.putLong(ring.cursor()).putLong(ring.sequence()));
        bytes.putInt(checksum(bytes)).flip();
        try (FileChannel channel = open()) {
            channel.write(bytes, 0);
            channel.truncate(bytes.limit());
        }
        saved = place;
    }

    private FileChannel open() throws IOException {
        try {
            return FileChannel.open(file, OPTIONS, MODE);
        } catch (NoSuchFileException noFolder) {
            OwnFolder.make(file.toAbsolutePath().getParent());
            return FileChannel.open(file, OPTIONS, MODE);
        }
    }

    private static int length(int rings) {
        return HEAD_BYTES + rings * RING_BYTES + Integer.BYTES;
    }

    /** Over all but the last four bytes. */
    private static int checksum(ByteBuffer bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes.array(), 0, bytes.capacity() - Integer.BYTES);
        return (int) sum.getValue();
    }
}
