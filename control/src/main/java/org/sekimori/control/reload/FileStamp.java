package org.sekimori.control.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * By what a file is known to be another one than before: times, size and identity.
 *
 * @param changed when the kernel last saw anything of it change; unlike {@code modified}, nobody can set it back
 */
record FileStamp(FileTime modified, FileTime changed, long sizeBytes, Object key) {
    /** Of a file that isn't there. */
    static final FileStamp ABSENT = new FileStamp(FileTime.fromMillis(0), FileTime.fromMillis(0), -1, "absent");

    /** How the file is now. */
    static FileStamp of(Path file) {
        try {
            Map<String, Object> all = Files.readAttributes(file, "unix:lastModifiedTime,ctime,size,dev,ino");
            return new FileStamp(
                    (FileTime) all.get("lastModifiedTime"),
                    (FileTime) all.get("ctime"),
                    (long) all.get("size"),
                    all.get("dev") + ":" + all.get("ino"));
        } catch (IOException gone) {
            return ABSENT;
        }
    }
}
