package org.sekimori.dataplane.linux;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/** Names of maps and links in a {@link BpfFileSystem}: what has one outlives the process that made it. */
final class Pin {
    private Pin() {}

    /**
     * Gives an object a name.
     *
     * @param path in a {@link BpfFileSystem}; its last part has no dot
     * @throws NativeCallException where that name is taken (EEXIST), or the folder is no such file system or not writable
     */
    static void put(int fd, Path path) {
        new BpfCall("OBJ_PIN " + path, BpfDescriptor.OBJECT_PIN)
                .with(BpfDescriptor.PIN_PATH, text(path))
                .with(BpfDescriptor.PIN_OBJECT, fd)
                .run();
    }

    /**
     * Opens the object of that name.
     *
     * @return its descriptor
     * @throws NativeCallException where there is none, or it belongs to another user
     */
    static int get(Path path) {
        return new BpfCall("OBJ_GET " + path, BpfDescriptor.OBJECT_GET)
                .with(BpfDescriptor.PIN_PATH, text(path))
                .run();
    }

    private static UnsafeBuffer text(Path path) {
        byte[] bytes = (path + "\0").getBytes(StandardCharsets.UTF_8);
        UnsafeBuffer text = NativeMemory.struct(bytes.length);
        text.putBytes(0, bytes);
        return text;
    }
}
