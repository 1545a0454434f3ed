package org.sekimori.dataplane.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/** A folder whose files are names of maps and links: {@code mount -t bpf}. It goes with the last mount namespace that has it. */
public final class BpfFileSystem {
    private static final String TYPE = "bpf";
    private static final int MS_NOSUID = 2;
    private static final int MS_NODEV = 4;
    private static final int MS_NOEXEC = 8;
    private static final int MNT_DETACH = 2;

    private BpfFileSystem() {}

    /** Whether one is mounted there. */
    public static boolean isAt(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            return store.type().equals(TYPE);
        } catch (IOException missing) {
            return false;
        }
    }

    /**
     * Mounts one, which only this user may enter.
     *
     * @param folder there already, and no link to one
     * @throws NativeCallException where CAP_SYS_ADMIN is missing, or the kernel has no such file system
     */
    public static void mount(Path folder) {
        UnsafeBuffer type = text(TYPE);
        UnsafeBuffer path = text(folder.toString());
        UnsafeBuffer options = text("mode=0700");
        long result = LibC.syscall(
                SystemCall.MOUNT.number(),
                type.addressOffset(),
                path.addressOffset(),
                type.addressOffset(),
                MS_NOSUID | MS_NODEV | MS_NOEXEC,
                options.addressOffset());
        NativeCallException.check("mount bpffs at " + folder, (int) result);
    }

    /**
     * Unmounts it; what has a name there loses it.
     *
     * @throws NativeCallException where CAP_SYS_ADMIN is missing, or none is there
     */
    public static void unmount(Path folder) {
        UnsafeBuffer path = text(folder.toString());
        long result = LibC.syscall(SystemCall.UNMOUNT.number(), path.addressOffset(), MNT_DETACH, 0);
        NativeCallException.check("umount " + folder, (int) result);
    }

    private static UnsafeBuffer text(String words) {
        byte[] bytes = (words + "\0").getBytes(StandardCharsets.UTF_8);
        UnsafeBuffer text = NativeMemory.struct(bytes.length);
        text.putBytes(0, bytes);
        return text;
    }
}
